package io.interregnum.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** {@code index.html} of a run: one file that needs nothing else, with the timeline in it. */
final class HtmlPage implements Format<Report> {
    // The templates are compiled into this package by the build; nothing is compiled or read at run time.
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlPage.class.getClassLoader(), HtmlPage.class.getPackageName());

    @Override
    public String fileName() {
        return "index.html";
    }

    @Override
    public String text(Report report) {
        return render("run.jte", Page.of(report));
    }

    /** Fills a template. Markup is escaped by the template's context; what cannot be shown is replaced here. */
    static String render(String template, Object page) {
        StringOutput output = new StringOutput();
        ENGINE.render(template, page, output);
        return Plain.visible(output.toString());
    }
}
