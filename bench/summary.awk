# summary.awk - a line for each kind, size, solver and number of threads, from a line for each run.
#
# A solver's seconds on an instance are the median of its runs. What stopped at its limit counts
# with the seconds until then, so that a ratio with `>` is one from below.

BEGIN {
    FS = OFS = "\t"
    print "kind", "size", "solver", "threads", "instances", "proven", "median_s", "least_s", \
        "most_s", "ratio", "nodes", "gap", "memory_mb"
}

function sort(list, n,    i, j, x) {
    for (i = 2; i <= n; i++) {
        x = list[i]
        for (j = i - 1; j >= 1 && list[j] > x; j--) list[j + 1] = list[j]
        list[j + 1] = x
    }
}

# The median of the numbers in a text, with the least and the greatest in LEAST and MOST.
function median(text,    list, n, i) {
    n = split(text, list, " ")
    if (n == 0) return "-"
    for (i = 1; i <= n; i++) list[i] += 0
    sort(list, n)
    LEAST = list[1]
    MOST = list[n]
    return list[int((n + 1) / 2)]
}

{
    group = $1 OFS $2 OFS $4 OFS $5
    instance = $1 OFS $2 OFS $3
    if (!(group in seen)) {
        seen[group] = 1
        groups[++n_groups] = group
    }
    if (!((group, instance) in had)) {
        had[group, instance] = 1
        members[group] = members[group] (members[group] == "" ? "" : "\n") instance
        open[group, instance] = 0
        worst[group] += 0
    }
    seconds[group, instance] = seconds[group, instance] " " ($5 > 1 ? $12 : $11)
    if ($10 != "-") nodes[group] = nodes[group] " " $10
    if ($7 != "optimal" && $7 != "infeasible") open[group, instance] = 1
    gap = $7 == "infeasible" ? 0 : $8 == "-" || $9 == "-" || $8 <= 0 ? 1 : ($8 - $9) / $8
    if (gap > worst[group]) worst[group] = gap
    if ($13 > memory[group]) memory[group] = $13
}

# The geometric mean over the instances of a group of its seconds against Consort's on one thread.
function ratio(group, base,    list, n, i, sum, count, below, mine, theirs) {
    n = split(members[group], list, "\n")
    for (i = 1; i <= n; i++) {
        if ((base, list[i]) in had) {
            mine = median(seconds[base, list[i]])
            theirs = median(seconds[group, list[i]])
            sum += log((theirs > 0.01 ? theirs : 0.01) / (mine > 0.01 ? mine : 0.01))
            count++
            if (open[group, list[i]]) below = ">"
            if (open[base, list[i]]) return "-"
        }
    }
    return count ? below sprintf("%.2f", exp(sum / count)) : "-"
}

END {
    for (g = 1; g <= n_groups; g++) {
        group = groups[g]
        n = split(members[group], list, "\n")
        proven = 0
        all = ""
        for (i = 1; i <= n; i++) {
            proven += !open[group, list[i]]
            all = all " " median(seconds[group, list[i]])
        }
        split(group, part, OFS)
        base = part[1] OFS part[2] OFS "consort" OFS 1
        m = median(all)
        least = LEAST
        most = MOST
        print part[1], part[2], part[3], part[4], n, proven, sprintf("%.2f", m), \
            sprintf("%.2f", least), sprintf("%.2f", most), ratio(group, base), \
            nodes[group] == "" ? "-" : median(nodes[group]), \
            sprintf("%.6f", worst[group] > 0 ? worst[group] : 0), \
            sprintf("%.0f", memory[group] / 1000)
    }
}
