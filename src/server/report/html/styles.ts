/** Of the page, inline: it opens without a network. Colour means a verdict; slate is the reference,
 *  blue the current file. */
export const STYLES = `
:root{color-scheme:light dark;--page:light-dark(#f8f9fa,#12161a);--raised:light-dark(#fff,#1a2026);--text:light-dark(#1a2027,#e4e8ec);--muted:light-dark(#55606b,#9ba7b3);--line:light-dark(#dde2e7,#2b343d);--ok:light-dark(#4c6f59,#8fb39d);--warning:light-dark(#8f5c00,#e2a93b);--warning-fill:light-dark(#e5a325,#c98a17);--critical:light-dark(#b3261e,#ff8a80);--critical-fill:light-dark(#c0332b,#e0554b);--unknown:light-dark(#65717d,#93a0ac);--current:light-dark(#2b6cb0,#6aa9ec);--reference:light-dark(#b6c0cc,#4c5967)}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/22px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1160px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:34px;font-weight:600;margin:8px 0;max-width:32em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:17px;line-height:24px;margin:40px 0 8px}
h3{font-size:15px;line-height:22px;margin:0;overflow-wrap:anywhere}
p{margin:4px 0;max-width:70ch;overflow-wrap:anywhere}
.lead{font-size:17px;line-height:26px}
.muted,.about,caption{color:var(--muted)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.files{display:flex;flex-wrap:wrap;gap:8px 40px;margin:20px 0 0}
.files dt{color:var(--muted);font-size:13px}
.files dd{margin:0;overflow-wrap:anywhere}
.files i{display:inline-block;width:10px;height:10px;margin-right:6px;border-radius:2px}
.swatch-before{background:var(--reference)}.swatch-after{background:var(--current)}
.mark{display:inline-flex;align-items:center;gap:6px;white-space:nowrap;color:var(--muted)}
.mark svg{width:12px;height:12px;fill:currentColor;flex:none}
.mark .line{fill:none;stroke:currentColor;stroke-width:1.4}
.mark.critical{color:var(--critical);font-weight:600}.mark.critical svg{fill:var(--critical-fill)}
.mark.warning{color:var(--warning);font-weight:600}.mark.warning svg{fill:var(--warning-fill)}
.mark.ok svg{fill:var(--ok)}
.column{display:grid;grid-template-columns:minmax(200px,1fr) 336px minmax(300px,1.1fr);gap:8px 32px;padding:16px 0;border-top:1px solid var(--line);align-items:start;content-visibility:auto;contain-intrinsic-size:auto 180px}
.calm .column{contain-intrinsic-size:auto 140px}
.column header{display:grid;gap:2px}
.column header p{margin:4px 0 0}
.about{font-size:13px}
figure{margin:0}
.chart{display:block;width:100%;max-width:336px;height:auto;font-size:11px}
.chart text{fill:var(--muted)}
.before{fill:var(--reference)}
.after{fill:none;stroke:var(--current);stroke-width:1.8;stroke-linejoin:round}
.now{fill:var(--current)}
.axis{stroke:var(--line)}
summary{cursor:pointer;color:var(--muted);font-size:13px}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:18px;margin-top:6px}
th{font-weight:400;text-align:left}
thead th{color:var(--muted)}
td,thead th:not(:first-child){text-align:right;padding-left:12px;white-space:nowrap}
td.text,thead th.text:not(:first-child){text-align:left;white-space:normal;overflow-wrap:anywhere}
tbody tr>*{padding-top:2px;padding-bottom:2px}
tr.critical td:nth-child(2),tr.critical th{color:var(--critical);font-weight:600}
tr.warning td:nth-child(2),tr.warning th{color:var(--warning);font-weight:600}
.wide{font-size:14px}
.wide tbody tr{border-top:1px solid var(--line)}
.wide tbody tr>*{padding-top:6px;padding-bottom:6px}
.wide .mark{justify-content:flex-start}
.scroll{overflow-x:auto}
input{font:inherit;color:inherit;background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:6px 10px;width:320px;max-width:100%;margin:8px 0 16px}
.beside{margin:32px 0 8px}
.more{margin-top:16px}
.more>summary{font-size:15px;color:var(--text);padding:8px 0}
footer{margin-top:48px;color:var(--muted);font-size:13px}
@media (max-width:1000px){.column{grid-template-columns:minmax(0,1fr) minmax(0,336px)}.column details{grid-column:1/-1}}
@media (max-width:620px){main{padding:20px 16px 48px}h1{font-size:22px;line-height:30px}.column{grid-template-columns:minmax(0,1fr)}.wide{font-size:13px}.extra{display:none}}
@media print{.column{content-visibility:visible;break-inside:avoid}input{display:none}}
`;
