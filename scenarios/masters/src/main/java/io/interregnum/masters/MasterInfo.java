package io.interregnum.masters;

/**
 * Who a master is: the payload of its candidate znode. Immutable.
 *
 * @param id a random UUID per process start, so that a restarted process does not take its predecessor's znode for its
 *     own although both have the same address
 * @param hostname the numeric address again: no name is ever resolved
 * @param ip numeric IPv4 address
 * @param port TCP port of the HTTP server
 * @param version version of the program
 */
record MasterInfo(String id, String hostname, String ip, int port, String version) {

    /** The address in the form that the HTTP answers use, {@code ip:port}. */
    String authority() {
        return ip + ":" + port;
    }

    /** The process name in the form of Mesos, {@code master@ip:port}. */
    String pid() {
        return "master@" + authority();
    }
}
