package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends JSON by HTTP, once: no retries, no redirects. Safe for many threads; sending does not block. Costs nothing until
 * the first message.
 */
final class Messenger {
    private static final int THREADS = 2;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** The client, made when it is needed, because loading it takes a while. */
    private static final class Holder {
        static final HttpClient HTTP = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(executor())
                .build();

        private static ExecutorService executor() {
            return Executors.newFixedThreadPool(THREADS, task -> {
                Thread thread = new Thread(task, "messenger");
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    /**
     * Posts a body and hands over the answer.
     *
     * @param authority {@code ip:port}
     * @param stream value of the header {@code Mesos-Stream-Id}; empty for none
     * @return completes exceptionally if there was no answer in time, which says nothing about whether it arrived
     */
    CompletableFuture<HttpResponse<byte[]>> post(
            String authority, String path, JsonNode body, String stream, Duration timeout) {
        return Holder.HTTP.sendAsync(
                request(authority, path, body, stream).timeout(timeout).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Posts a body and hands over the beginning of an answer that goes on; closing its body ends it. */
    CompletableFuture<HttpResponse<InputStream>> open(String authority, String path, JsonNode body, Duration timeout) {
        return Holder.HTTP.sendAsync(
                request(authority, path, body, "").timeout(timeout).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static HttpRequest.Builder request(String authority, String path, JsonNode body, String stream) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + authority + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
        return stream.isEmpty() ? request : request.header("Mesos-Stream-Id", stream);
    }
}
