"""The style sheet of the HTML report: one set of colours for the day, one for the night, also for its pictures."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --paper: #ffffff; --raised: #f4f6f8; --line: #d9dee4;
  --good: #1f6fb2; --help: #8dbfe6; --idle: #c3c9d1; --bad: #c8501e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a3acb8; --paper: #14171b; --raised: #1d2126;
  --line: #3a414b; --good: #5aa9e6; --help: #2f6390; --idle: #4f5863; --bad: #f08a5d; } }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Noto Sans", "Noto Naskh Arabic", sans-serif; }
:is(li, td):dir(rtl) { line-height: 2; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .2rem; } p { margin: .3rem 0 .6rem; } .soft { color: var(--soft); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { padding: .25rem .6rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; }
td .wide { display: inline-block; min-width: 14rem; } tr.part th { padding-top: .9rem; color: var(--ink); }
ul { margin: .2rem 0; padding-inline-start: 1.2rem; } summary { cursor: pointer; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; }
.tile { background: var(--raised); border-radius: .4rem; padding: .5rem .9rem; }
.tile b { display: block; font-size: 1.35rem; }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem; } .plots > figure { flex: 1 1 22rem; } figure { margin: .8rem 0; }
.failed { border-inline-start: .3rem solid var(--bad); padding-inline-start: .8rem; }
.key i { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem; margin: 0 .35rem 0 .9rem; }
i.good { background: var(--good); } i.help { background: var(--help); } i.idle { background: var(--idle); }
i.bad { background: var(--bad); }
svg { width: 100%; height: auto; display: block; } svg .t { font-size: 12px; fill: var(--ink); }
svg .t.soft { fill: var(--soft); } svg .grid { stroke: var(--line); }
svg .whisker { stroke: var(--good); stroke-width: 1.5; }
svg .good { fill: var(--good); } svg .help { fill: var(--help); } svg .idle { fill: var(--idle); }
svg .bad { fill: var(--bad); } svg .empty { fill: var(--raised); }
svg .curve { fill: none; stroke-width: 2; }
svg .curve.good { stroke: var(--good); } svg .curve.bad { stroke: var(--bad); }
svg .curve.ideal { stroke: var(--soft); stroke-dasharray: 5 4; stroke-width: 1.2; }
svg .now { stroke: var(--paper); stroke-width: 2; }
"""
