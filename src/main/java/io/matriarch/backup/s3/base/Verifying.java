package io.matriarch.backup.s3.base;

import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/** The only proof of a backup is a restore. */
final class Verifying {

    private final ObjectStore store;

    Verifying(ObjectStore store) {
        this.store = store;
    }

    BaseBackup.Proof verify(String name, BaseBackups.Proving proving, Progress progress)
            throws IOException, InterruptedException {
        var proofs = new Proofs(store);
        return new TrialRestore(proving)
                .run(
                        Chain.of(new Catalog(store), name).size(),
                        (data, tablespaces) ->
                                new Restoring(store)
                                        .restore(name, data, Optional.of(tablespaces), progress),
                        new TrialRestore.Memory() {
                            @Override
                            public void attempted(BaseBackup.Attempt attempt) throws IOException {
                                proofs.attempted(name, attempt);
                            }

                            @Override
                            public void forget() throws IOException {
                                proofs.forget(name);
                            }

                            @Override
                            public void proven(BaseBackup.Proof proof) throws IOException {
                                proofs.write(name, proof);
                            }
                        });
    }
}
