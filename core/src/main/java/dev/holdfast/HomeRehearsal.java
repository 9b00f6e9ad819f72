// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.Rehearsed;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rehearses a schema over a home: the app's document, and those of the accounts. The roster is not asked, since it mends
 * pointers and records as it reads them.
 */
final class HomeRehearsal {

    private final Home home;
    private final Storage storage;

    HomeRehearsal(Home home) {
        this.home = home;
        this.storage = home.storage();
    }

    List<Rehearsed> run(Schema<?> schema) {
        schema.validate();
        Stream<Rehearsed> ofApp = Stream.of(Home.APP)
                .filter(app -> isKept(schema, app))
                .map(app -> home.documents(storage, app).rehearse(schema));
        Stream<Rehearsed> ofAccounts = accounts()
                .filter(account -> isKept(schema, account.scope()))
                .map(account -> home.rehearse(account, schema));
        return Stream.concat(ofApp, ofAccounts).toList();
    }

    /** Those that are neither being signed in nor logged out. */
    private Stream<Incarnation> accounts() {
        List<Incarnation> signingIn = home.journal().signIns();
        return storage.scopes(Incarnation.ALL).stream()
                .flatMap(scope -> Incarnation.named(scope.path().get(1)).stream())
                .filter(account ->
                        !signingIn.contains(account) && !home.journal().isRetired(account));
    }

    /** Whether there is anything of the document, which needs no key to be seen. Where that cannot be told, a load tells. */
    private boolean isKept(Schema<?> schema, Scope scope) {
        BlobName name = schema.in(scope);
        try {
            return storage.revision(name).isPresent() || !storage.history(name).isEmpty();
        } catch (HoldfastException e) {
            return true;
        }
    }
}
