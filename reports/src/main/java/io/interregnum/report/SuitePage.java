package io.interregnum.report;

/** {@code index.html} of a suite: a matrix of its runs. */
final class SuitePage implements Format<Suite> {

    @Override
    public String fileName() {
        return "index.html";
    }

    @Override
    public String text(Suite suite) {
        return HtmlPage.render("suite.jte", suite);
    }
}
