package io.interregnum.suite.file;

import io.interregnum.cluster.Role;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Parameter;
import io.interregnum.fault.Targets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema for editors: what every file must look like, and what the catalogue has beside it: names of faults with their
 * parameters, targets, events, and which fields go together. The reader of files refuses the same, in other words and with
 * the names that there are.
 */
final class PublishedSchema {
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;
    private static final List<String> GROUPS = List.of("sequence", "parallel", "repeat", "random-of");

    private PublishedSchema() {}

    /** As JSON, for people to read. */
    static String of(JsonNode plain) {
        ObjectNode schema = (ObjectNode) plain.deepCopy();
        ObjectNode item = (ObjectNode) schema.at("/$defs/item");
        ObjectNode properties = (ObjectNode) item.get("properties");
        oneOrMore(
                (ObjectNode) properties.get("fault"), names(Faults.ALL.stream().map(Fault::name)));
        oneOrMore((ObjectNode) properties.get("target"), target());
        ((ObjectNode) properties.get("when")).put("pattern", "^((after|at) [0-9]|on " + events() + ")");
        ((ObjectNode) properties.get("for")).put("pattern", "^([0-9]|detection( plus [0-9]|$))");
        ((ObjectNode) properties.get("until")).put("pattern", "^(next )?" + events() + ".* at most [0-9]");
        item.set("oneOf", forms());
        item.set("allOf", parameters());
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    /** A value, or a list of which one is drawn. */
    private static void oneOrMore(ObjectNode property, ObjectNode value) {
        property.remove("$ref");
        ArrayNode either = property.putArray("anyOf");
        either.add(value);
        ObjectNode list = either.addObject();
        list.put("type", "array").put("minItems", 1).set("items", value.deepCopy());
    }

    private static ObjectNode names(Stream<String> all) {
        ObjectNode names = NEW.objectNode();
        ArrayNode values = names.putArray("enum");
        all.forEach(values::add);
        return names;
    }

    private static ObjectNode target() {
        String node =
                "(" + Stream.of(Role.values()).map(Role::prefix).collect(Collectors.joining("|")) + ")-[1-9][0-9]?";
        ObjectNode target = NEW.objectNode();
        ArrayNode either = target.putArray("anyOf");
        either.add(names(Stream.of(Targets.values()).map(Targets::text)));
        either.addObject().put("type", "string").put("pattern", "^ *" + node + " *(, *" + node + " *)*$");
        return target;
    }

    private static String events() {
        return "("
                + Stream.of(Occurrence.Kind.values()).map(Occurrence.Kind::text).collect(Collectors.joining("|"))
                + ")\\b";
    }

    /** A fault with its length, or one group and nothing beside it. */
    private static ArrayNode forms() {
        ArrayNode forms = NEW.arrayNode();
        ObjectNode fault = forms.addObject();
        fault.putArray("required").add("fault");
        ObjectNode without = fault.putObject("properties");
        GROUPS.forEach(group -> without.put(group, false));
        ArrayNode lengths = fault.putArray("oneOf");
        List.of("for", "until")
                .forEach(field -> lengths.addObject().putArray("required").add(field));
        GROUPS.forEach(group -> {
            ObjectNode alone = forms.addObject();
            alone.putArray("required").add(group);
            alone.put("maxProperties", 1);
        });
        return forms;
    }

    /** Which parameters a fault has; where several are to draw from, nobody can say here. */
    private static ArrayNode parameters() {
        ArrayNode rules = NEW.arrayNode();
        for (Fault fault : Faults.ALL) {
            ObjectNode rule = rules.addObject();
            ObjectNode condition = rule.putObject("if");
            condition.putArray("required").add("fault");
            condition.putObject("properties").putObject("fault").put("const", fault.name());
            rule.putObject("then")
                    .putObject("properties")
                    .putObject("with")
                    .set("propertyNames", names(fault.parameters().stream().map(Parameter::name)));
        }
        return rules;
    }
}
