package io.interregnum.report;

/** {@code index.html} of trials: one file that needs nothing else, with its charts in it. */
final class TrialsPage implements Format<Trials> {

    @Override
    public String fileName() {
        return "index.html";
    }

    @Override
    public String text(Trials trials) {
        return HtmlPage.render("trials.jte", trials);
    }
}
