# chart.gp - median seconds against offerings, a panel for each kind of instance, both axes
# logarithmic. Called by engine.sh with table, chart, kinds, sizes and limit; bars go from the least to the
# most, and the dotted line is the limit at which a run is stopped without proof.

set terminal svg size 480 * words(kinds), 420 font 'sans-serif,13' background '#ffffff'
set output chart
set datafile separator '\t'
set logscale xy
set grid xtics ytics lc rgb '#dddddd'
set border 3 lc rgb '#555555'
set tics nomirror
set xlabel 'offerings'
set xtics rotate by 30 right
set xtics ()
do for [i = 1:words(sizes)] {
    set xtics add (word(sizes, i) word(sizes, i) + 0)
}
set key bottom right font ',11' samplen 1.5
set multiplot layout 1, words(kinds)

solvers = system("awk -F '\t' 'NR > 1 && !s[$3 \" \" $4]++ {print $3 \":\" $4}' ".table)
only(kind, solver) = sprintf("< awk -F '\t' '$1 == \"%s\" && $3 \":\" $4 == \"%s\"' %s", \
                             kind, solver, table)
name(solver) = solver[:strstrt(solver, ':') - 1].', '.solver[strstrt(solver, ':') + 1:].' thr.'
t(seconds) = seconds > 0.01 ? seconds : 0.01 # nothing shorter was timed
set linetype 1 lc rgb '#0b6e4f' lw 2.5 pt 7
set linetype 2 lc rgb '#58b09c' lw 2.5 pt 7
set linetype 3 lc rgb '#d1495b' lw 1.5 pt 5
set linetype 4 lc rgb '#30638e' lw 1.5 pt 9
set linetype 5 lc rgb '#7fa3c7' lw 1.5 pt 9
set linetype 6 lc rgb '#8d6a9f' lw 1.5 pt 11
set linetype 7 lc rgb '#b38a3c' lw 1.5 pt 13

stats table using 2 nooutput
set xrange [STATS_min / 1.4 : STATS_max * 1.4]
set yrange [0.005 : limit * 2]
do for [i = 1:words(kinds)] {
    set title word(kinds, i)
    set ylabel i == 1 ? 'seconds, median' : ''
    if (i > 1) {
        unset key
    }
    plot limit with lines lc rgb '#999999' dt 3 notitle, \
         for [j = 1:words(solvers)] only(word(kinds, i), word(solvers, j)) \
             using 2:(t($7)):(t($8)):(t($9)) with yerrorlines lt j ps 0.6 title name(word(solvers, j))
}
unset multiplot
