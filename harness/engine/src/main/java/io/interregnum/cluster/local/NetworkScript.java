package io.interregnum.cluster.local;

import io.interregnum.cluster.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files from which a cluster's network is built: one shell script, and one {@code ip -batch} file for the router and
 * for each node, so that eight nodes cost ten processes and not sixty.
 */
final class NetworkScript {
    /** The file that builds everything; its only argument is the directory of the files. */
    static final String MAIN = "network.sh";

    private static final String SHELL = """
            set -e
            mount -t tmpfs -o mode=755 interregnum /run
            mount --bind "$1/hosts" /etc/hosts
            # A link into /run leads nowhere now, which is as good as an empty file.
            if [ -e /etc/resolv.conf ]; then mount --bind "$1/resolv.conf" /etc/resolv.conf; fi
            if [ -e /etc/nsswitch.conf ]; then mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf; fi
            echo 1 > /proc/sys/net/ipv4/ip_forward
            ip link set lo up
            ip -batch "$1/router.ip"
            begun=""
            for node in %s; do
                nsenter --net="/run/netns/$node" ip -batch "$1/$node.ip" &
                begun="$begun $!"
            done
            for one in $begun; do wait "$one"; done
            """;

    private NetworkScript() {}

    /**
     * The files by name.
     *
     * @param hostName of this machine
     * @param nameServiceSwitch the machine's own {@code /etc/nsswitch.conf}
     */
    static Map<String, String> files(AddressPlan plan, String hostName, String nameServiceSwitch) {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder names = new StringBuilder();
        StringBuilder router = new StringBuilder();
        for (NodeId node : plan.nodes()) {
            names.append(names.isEmpty() ? "" : " ").append(node.name());
            router.append(routerSide(plan, node));
            files.put(node.name() + ".ip", nodeSide(plan, node));
        }
        files.put("router.ip", router.toString());
        files.put("hosts", plan.hosts(hostName));
        files.put("resolv.conf", "");
        files.put("nsswitch.conf", filesOnly(nameServiceSwitch));
        files.put(MAIN, SHELL.formatted(names));
        return files;
    }

    private static String routerSide(AddressPlan plan, NodeId node) {
        String cable = AddressPlan.cable(node);
        return "netns add " + node.name() + "\n"
                + "link add " + cable + " type veth peer name eth0 netns " + node.name() + "\n"
                + "addr add " + plan.router(node) + "/30 dev " + cable + "\n"
                + "link set " + cable + " up\n";
    }

    private static String nodeSide(AddressPlan plan, NodeId node) {
        return "link set lo up\n"
                + "addr add " + plan.of(node) + "/30 dev eth0\n"
                + "link set eth0 up\n"
                + "route add default via " + plan.router(node) + "\n";
    }

    /** Host names come from {@code /etc/hosts} alone: any other source would ask a network that is not there. */
    private static String filesOnly(String nameServiceSwitch) {
        return nameServiceSwitch.replaceAll("(?m)^hosts:.*$", "").stripTrailing() + "\nhosts: files\n";
    }
}
