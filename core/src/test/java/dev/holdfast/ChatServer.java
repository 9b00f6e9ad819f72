// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A small server in memory: users, and the tokens of those who are logged in. */
final class ChatServer {

    private final Map<String, String> users = new HashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private boolean offline;

    synchronized String logIn(String user) {
        requireOnline();
        String token = "secret-token-" + tokens.incrementAndGet();
        users.put(token, user);
        return token;
    }

    synchronized String exchange(String token) {
        String user = users.remove(token);
        if (user == null) {
            throw new IllegalStateException("unknown token");
        }
        return logIn(user);
    }

    synchronized Optional<String> user(String token) {
        requireOnline();
        return Optional.ofNullable(users.get(token));
    }

    synchronized void logOut(String token) {
        requireOnline();
        users.remove(token);
    }

    synchronized void goOffline() {
        offline = true;
    }

    synchronized void comeBack() {
        offline = false;
    }

    synchronized int loggedIn() {
        return users.size();
    }

    int exchanges() {
        return tokens.get();
    }

    private void requireOnline() {
        if (offline) {
            throw new IllegalStateException("offline");
        }
    }
}
