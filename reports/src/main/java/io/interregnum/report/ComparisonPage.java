package io.interregnum.report;

/** {@code index.html} of a comparison: one file that needs nothing else, with its charts in it. */
final class ComparisonPage implements Format<Compared> {

    @Override
    public String fileName() {
        return "index.html";
    }

    @Override
    public String text(Compared compared) {
        return HtmlPage.render("comparison.jte", compared);
    }
}
