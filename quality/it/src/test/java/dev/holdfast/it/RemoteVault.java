// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** Keys at a {@link KeyServer}: outside the home, and within reach of several processes. */
record RemoteVault(URI server, HttpClient http) implements KeyProviderFactory, VaultProvider {

    static final String ID = "remote-vault";

    static RemoteVault at(URI server) {
        return new RemoteVault(server, HttpClient.newHttpClient());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.OS_KEYRING;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        return this;
    }

    @Override
    public void put(KeyId id, SecretBytes key) {
        send(id, "PUT", BodyPublishers.ofByteArray(key.reveal()));
    }

    @Override
    public Optional<SecretBytes> get(KeyId id) {
        HttpResponse<byte[]> answer = send(id, "GET", BodyPublishers.noBody());
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(SecretBytes.copyOf(answer.body()));
    }

    @Override
    public void delete(KeyId id) {
        send(id, "DELETE", BodyPublishers.noBody());
    }

    private HttpResponse<byte[]> send(KeyId id, String method, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(id.text()))
                .method(method, body)
                .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ProviderUnavailableException(ID, "the server does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderUnavailableException(ID, "the thread was interrupted");
        }
    }

    @Override
    public void close() {}
}
