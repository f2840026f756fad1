package io.matriarch.demo;

/**
 * What clients saw.
 *
 * @param outage longest gap between two acknowledged commits, in seconds
 * @param twoPrimaries seconds with two servers that both said they lead
 * @param acknowledged rows
 * @param lost acknowledged rows that the leader no longer has
 */
record Figures(double outage, double twoPrimaries, int acknowledged, int lost) {

    String sentence() {
        return "clients waited %s; %s lost; two primaries for %d ms"
                .formatted(
                        Words.span(outage),
                        Words.counted(lost, "row"),
                        Math.round(twoPrimaries * 1000));
    }
}
