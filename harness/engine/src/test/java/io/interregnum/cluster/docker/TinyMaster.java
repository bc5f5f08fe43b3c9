package io.interregnum.cluster.docker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A program that serves HTTP and nothing else. Says its name, and counts its starts on standard output. */
public final class TinyMaster {
    private TinyMaster() {}

    /** Arguments: name, port. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[1])), 0);
        byte[] body = arguments[0].getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        System.out.println(arguments[0] + " serves");
        System.err.println("errors go here");
    }
}
