package io.interregnum.report;

import java.util.List;

/** Draws one kind of fact on the timeline. Pure. What it draws must not grow with the number of events. */
interface Chart {

    /** The lanes, from top to bottom; none where there is nothing to show. */
    List<Lane> lanes(Report report, Scale scale);
}
