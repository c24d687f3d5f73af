package io.pg2any.app.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.pg2any.destination.Remark;
import io.pg2any.error.CdcException;
import io.pg2any.source.SourceErrors;

/** What a check found out, by what it is about. One thread. */
public final class Findings {

    /** What findings are about, in the order in which they are told. */
    public enum Group {
        SOURCE,
        SLOT,
        PUBLICATION,
        TABLES,
        TYPES,
        DESTINATION
    }

    private final Map<Group, List<Remark>> remarks = new EnumMap<>(Group.class);

    /** A part of the check. */
    interface Part {
        void run() throws SQLException;
    }

    void add(Group group, Remark remark) {
        remarks.computeIfAbsent(group, _ -> new ArrayList<>()).add(remark);
    }

    /** Runs a part of the check on the source; what ends it becomes a finding, and the check goes on. */
    void part(Group group, String subject, Part part) {
        try {
            part.run();
        } catch (SQLException e) {
            failed(group, subject, SourceErrors.of("checking " + subject, e));
        } catch (CdcException e) {
            failed(group, subject, e);
        }
    }

    void failed(Group group, String subject, CdcException e) {
        add(group, Remark.fail(subject, e.getMessage(), e.remedy()));
    }

    /** Of a group, in the order in which they were found. */
    public List<Remark> of(Group group) {
        return List.copyOf(remarks.getOrDefault(group, List.of()));
    }

    public long count(Remark.Level level) {
        return remarks.values().stream().flatMap(List::stream).filter(remark -> remark.level() == level).count();
    }
}
