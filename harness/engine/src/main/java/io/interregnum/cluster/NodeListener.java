package io.interregnum.cluster;

/** Is told when processes of nodes begin and end. Called by threads of the cluster; must be quick and not throw. */
public interface NodeListener {

    /** Called before the process is started. */
    void starting(NodeId node);

    /**
     * Called as soon as the end of a process was noticed, whoever ended it.
     *
     * @param exitCode as the shell counts: 128 + signal for a signal
     */
    void exited(NodeId node, int exitCode);
}
