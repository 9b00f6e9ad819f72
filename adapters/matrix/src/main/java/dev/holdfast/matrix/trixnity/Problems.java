// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import java.io.IOException;
import java.net.URI;

/** Every problem of this module; {@code docs/errors/matrix.md} lists them. */
final class Problems {

    private static final String KEPT = "nothing was changed; what is kept on this machine is as it was";

    private Problems() {}

    static HoldfastException unreachable(URI server, Throwable cause) {
        return new HoldfastException(
                problem(
                        "HF-0801",
                        "the server cannot be reached",
                        server,
                        "check the address and the network, and try again"),
                cause);
    }

    static HoldfastException noMatrix(URI server) {
        return new HoldfastException(
                problem("HF-0802", "what answers there is no Matrix homeserver", server, "check the address"));
    }

    static HoldfastException notAccepted(URI server) {
        return new HoldfastException(problem(
                "HF-0803", "the server does not accept this user and password", server, "check both, and try again"));
    }

    static HoldfastException notTrusted(URI server, Throwable cause) {
        return new HoldfastException(
                problem(
                        "HF-0804",
                        "no trusted connection to the server can be made",
                        server,
                        "check its certificate, and this machine's clock; do not go on without"),
                cause);
    }

    /** @param errcode of Matrix, such as LimitExceeded */
    static HoldfastException refused(URI server, int status, String errcode) {
        return new HoldfastException(
                problem(
                        "HF-0805",
                        "the server refuses: " + status + " " + errcode,
                        server,
                        "see what Matrix says of that code; try again later if there are too many requests, or the status is 5xx"));
    }

    static HoldfastException downgraded(URI server) {
        return new HoldfastException(problem(
                "HF-0806",
                "the server's well-known file leads to an address without encryption",
                server,
                "tell whoever runs the server; do not go on without encryption"));
    }

    static HoldfastException otherUser(URI server) {
        return new HoldfastException(problem(
                "HF-0807",
                "another user signed in than the account's",
                server,
                "sign in as the account's user, or to a new account"));
    }

    static HoldfastException closed() {
        return new HoldfastException(
                new Problem("HF-0808", "the client is closed", null, "what is kept is as it was", "restore it"));
    }

    static HoldfastException foreignSession() {
        return new HoldfastException(new Problem(
                "HF-0809",
                "the session is none of this adapter",
                null,
                KEPT,
                "use the factory that made it, or sign in again"));
    }

    static HoldfastException notTaken() {
        return new HoldfastException(new Problem(
                "HF-0811",
                "the message is refused: the user may not write there, or it is too large",
                null,
                "it is kept, and not sent again",
                "show it as failed"));
    }

    static HoldfastException notJoined() {
        return new HoldfastException(new Problem(
                "HF-0818",
                "the user is not known to be in this room",
                null,
                "nothing was kept, and nothing is sent",
                "join it; if that is done, let the client sync until it is one of its rooms"));
    }

    static HoldfastException forgotten() {
        return new HoldfastException(new Problem(
                "HF-0819",
                "the message was given up with its room, which the user has left",
                null,
                "the server has it only if it was on its way; it is not sent again",
                "show it as failed"));
    }

    static HoldfastException revoked() {
        return new HoldfastException(new Problem(
                "HF-0812",
                "the server knows the session no more",
                null,
                KEPT,
                "sign the account in again, or log it out"));
    }

    /** @param cause of the medium, whose message names a path at most */
    static HoldfastException local(IOException cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0814",
                        "the content of a file cannot be read or written on this machine",
                        null,
                        "nothing was sent, and what is kept is as it was",
                        "see the cause: the file may be gone, or the disk full"),
                cause);
    }

    static HoldfastException forged() {
        return new HoldfastException(new Problem(
                "HF-0815",
                "what the server gives is not the file that was sent",
                null,
                "nothing of it was kept",
                "try again later; ask the sender for it"));
    }

    static HoldfastException noAttachment() {
        return new HoldfastException(new Problem(
                "HF-0816",
                "there is no such attachment, or its message cannot be decrypted yet",
                null,
                KEPT,
                "take it from a message of this client; try again later"));
    }

    static HoldfastException mediumGone() {
        return new HoldfastException(new Problem(
                "HF-0817",
                "a file made room for others while it was read",
                null,
                "the server has it",
                "download it again; keep more media if that happens often"));
    }

    /** @param cause with no other message than its class's name */
    static HoldfastException failed(Throwable cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0813",
                        "the client failed in a way that nobody expected: " + cause.getMessage(),
                        null,
                        "what is kept is whole",
                        "report it, with the stack trace"),
                cause);
    }

    private static Problem problem(String code, String what, URI server, String advice) {
        return new Problem(code, what, server.getScheme() + "://" + server.getAuthority(), KEPT, advice);
    }
}
