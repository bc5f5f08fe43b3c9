package io.interregnum.cluster;

import io.interregnum.history.ProbeAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A system of nothing but names. */
public final class FakeSystem implements SystemUnderTest {

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public JavaProgram program(NodeId node, Addresses addresses, ClusterSpec spec) {
        return new JavaProgram(List.of(), "none", List.of(), List.of());
    }

    @Override
    public int masterPort() {
        return 5050;
    }

    @Override
    public Map<Role, Integer> ports() {
        return Map.of(Role.MASTER, 5050, Role.AGENT, 5051, Role.FRAMEWORK, 5052);
    }

    @Override
    public String probePath() {
        return "/leader";
    }

    @Override
    public Optional<ProbeAnswer> readProbe(NodeId asked, HttpAnswer answer, Addresses addresses) {
        return Optional.empty();
    }

    @Override
    public String electionPath() {
        return "/fake";
    }

    @Override
    public String electionNodePrefix() {
        return "n_";
    }

    @Override
    public Optional<String> registryPath() {
        return Optional.empty();
    }

    @Override
    public Optional<Long> registryEpoch(byte[] data) {
        return Optional.empty();
    }

    @Override
    public Optional<NodeId> electionNodeOwner(byte[] data, Addresses addresses) {
        return Optional.empty();
    }

    @Override
    public boolean freshReads() {
        return true;
    }

    @Override
    public Map<String, Object> description() {
        return Map.of();
    }
}
