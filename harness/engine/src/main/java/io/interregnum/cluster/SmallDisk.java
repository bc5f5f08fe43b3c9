package io.interregnum.cluster;

/** The size of the small disks of ZooKeeper servers. */
public final class SmallDisk {
    /** Enough for half an hour of logs; all of it is memory while it is full. */
    public static final int MEBIBYTES = 128;

    private SmallDisk() {}
}
