package io.jenkins.plugins.homu.http;

import java.util.Comparator;
import java.util.function.Function;

/** Sorts rows by a column; empty cells come last whichever way it is sorted, equal ones stand in queue order. */
final class RowOrder {
    private RowOrder() {}

    static Comparator<RowView> of(QueueQuery query) {
        boolean down = query.descending();
        Comparator<RowView> order =
                switch (query.sort()) {
                    case "repository" -> text(RowView::label, down);
                    case "number" -> number(row -> (long) row.number(), down);
                    case "status" -> number(row -> (long) row.statusSort(), down);
                    case "title" -> text(RowView::title, down);
                    case "head" -> text(RowView::head, down);
                    case "priority" -> number(RowView::prioritySort, down);
                    case "approved" -> text(RowView::approvedBy, down);
                    case "mergeable" -> number(row -> (long) row.mergeableSort(), down);
                    case "assignee" -> text(RowView::assignee, down);
                    case "waiting" -> number(RowView::waitingSort, down);
                    default -> number(row -> (long) row.order(), down);
                };
        return order.thenComparingInt(RowView::order);
    }

    private static Comparator<RowView> text(Function<RowView, String> cell, boolean down) {
        return Comparator.comparing(cell, Comparator.nullsLast(direction(String.CASE_INSENSITIVE_ORDER, down)));
    }

    private static Comparator<RowView> number(Function<RowView, Long> cell, boolean down) {
        return Comparator.comparing(cell, Comparator.nullsLast(direction(Comparator.<Long>naturalOrder(), down)));
    }

    private static <T> Comparator<T> direction(Comparator<T> order, boolean down) {
        return down ? order.reversed() : order;
    }
}
