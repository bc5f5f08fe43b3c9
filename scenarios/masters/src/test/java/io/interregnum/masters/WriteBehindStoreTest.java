package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.masters.FakeStore.Fate;
import io.interregnum.masters.Operation.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mistake of {@code ack-before-persist}: what is acknowledged is not yet stored. */
class WriteBehindStoreTest {
    private final FakeStore disk = new FakeStore();
    private final WriteBehindStore store = new WriteBehindStore(disk);
    private final RegistryState ours = RegistryState.EMPTY.takenOverBy(7);

    private RegistryState written(RegistryState before, long value) {
        return before.apply(List.of(new Write("k", value))).after();
    }

    @Test
    void storesTheTakeOverAtOnceSoThatTheFenceStands() throws Exception {
        store.commit(ours, store.fetch().znodeVersion());

        assertThat(disk.fetch().state()).isEqualTo(ours);
    }

    @Test
    void saysDoneBeforeItIsStored() throws Exception {
        int version = store.commit(ours, 0);
        RegistryState next = written(ours, 17);

        store.commit(next, version);

        assertThat(disk.fetch().state()).isEqualTo(ours); // Who dies now has lost an acknowledged write.
        store.persist(next);
        assertThat(disk.fetch().state()).isEqualTo(next);
    }

    /** The control: the store that it covers says "done" afterwards only. */
    @Test
    void theStoreOfTheCorrectMasterHasStoredWhatItSaysIsDone() throws Exception {
        int version = disk.commit(ours, 0);

        disk.commit(written(ours, 17), version);

        assertThat(disk.fetch().state()).isEqualTo(written(ours, 17));
    }

    @Test
    void skipsWhatWasOverwrittenBeforeItsTurn() throws Exception {
        int version = store.commit(ours, 0);
        RegistryState next = written(ours, 17);
        version = store.commit(next, version);
        RegistryState last = written(next, 18);
        store.commit(last, version);

        store.persist(last);

        assertThat(disk.fetch().state()).isEqualTo(last);
        assertThat(disk.writeCount()).isEqualTo(2);
    }

    @Test
    void acceptsNothingMoreOnceAnotherHasWritten() throws Exception {
        int version = store.commit(ours, 0);
        RegistryState next = written(ours, 17);
        store.commit(next, version);
        disk.overwrite(RegistryState.EMPTY.takenOverBy(8));

        store.persist(next);

        assertThat(disk.fetch().state().epoch()).isEqualTo(8); // The fence holds: the write is lost, not forced.
        assertThatThrownBy(() -> store.commit(written(next, 18), version + 1)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.check(version + 1)).isInstanceOf(StoreException.class);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsNotTakenForAnothers() throws Exception {
        int version = store.commit(ours, 0);
        RegistryState next = written(ours, 17);
        store.commit(next, version);
        disk.plan(Fate.DONE_BUT_ANSWER_LOST);

        store.persist(next);
        RegistryState last = written(next, 18);
        store.commit(last, version + 1);
        store.persist(last);

        assertThat(disk.fetch().state()).isEqualTo(last);
    }
}
