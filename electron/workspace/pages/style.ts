/** The one stylesheet of the pages. Light and dark by the system; no font, image or script from anywhere. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #f6f6f3; --surface: #fff; --sunken: #eeeeea; --line: #e3e3dd; --edge: #868a7e; --text: #1b1c1a;
  --text-2: #53564d; --text-3: #696c62; --accent: #0e6e5c; --on: #fff; --soft: #dcefe9; --red: #ad231b; --red-soft: #fbe5e2; --brass: #b88a2d;
  --amber: #855600; --amber-soft: #fbefd3 }
@media (prefers-color-scheme: dark) { :root { --bg: #141513; --surface: #1c1e1b; --sunken: #10110f; --line: #2d302a; --edge: #72776c;
  --text: #f0f1ed; --text-2: #b8bbb1; --text-3: #94988c; --accent: #5ccbb0; --on: #05221b; --soft: #16382f; --red: #ff9186; --red-soft: #41201d;
  --brass: #d9ae55; --amber: #f0be5b; --amber-soft: #382c11 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: minmax(0, 1fr); place-items: center; padding: 32px 16px; background: var(--bg); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; -webkit-font-smoothing: antialiased }
main { width: 100%; max-width: 420px }
main.wide { max-width: 860px }
.mark { display: flex; align-items: center; gap: 10px; margin: 0 0 16px 2px; color: var(--text-2); font-size: 13px; font-weight: 500 }
.mark svg { width: 22px; height: 22px; color: var(--brass) }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 28px 28px 24px;
  box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 12px 32px -16px rgb(0 0 0 / 18%) }
h1 { margin: 0 0 6px; font-size: 22px; line-height: 1.25; font-weight: 600; letter-spacing: -.01em; text-wrap: balance }
h2 { margin: 28px 0 8px; font-size: 15px; font-weight: 600 }
p { margin: 0 0 14px; color: var(--text-2); text-wrap: pretty }
strong { color: var(--text); font-weight: 600 }
label { display: block; margin: 14px 0 5px; font-size: 13px; font-weight: 500 }
input, select { width: 100%; height: 40px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--surface);
  color: var(--text); font: inherit }
input:focus-visible, select:focus-visible, button:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
input[aria-invalid="true"] { border-color: var(--red) }
.hint { margin: 5px 0 0; font-size: 12.5px; color: var(--text-3) }
.wrong { margin: 5px 0 0; font-size: 12.5px; color: var(--red) }
.notice { margin: 12px 0 4px; padding: 10px 12px; border-radius: 8px; background: var(--red-soft); color: var(--red); font-size: 13.5px }
.notice.good { background: var(--soft); color: var(--accent) }
.notice.soon { background: var(--amber-soft); color: var(--amber) }
button, summary { height: 40px; padding: 0 18px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on); font: inherit; font-weight: 600;
  white-space: nowrap; cursor: pointer }
button:hover, summary:hover { filter: brightness(1.06) }
button.whole { width: 100%; margin-top: 22px }
button.plain { background: none; color: var(--text-2); font-weight: 500; padding: 0 8px }
.small { height: 30px; padding: 0 12px; font-size: 13px; line-height: 28px; font-weight: 500; background: none; color: var(--text); border: 1px solid var(--edge) }
.danger { color: var(--red); border-color: var(--red) }
summary { list-style: none }
summary::-webkit-details-marker { display: none }
details { position: relative }
details > form { position: absolute; inset: 36px 0 auto auto; z-index: 1; width: 260px; padding: 14px; border: 1px solid var(--edge); border-radius: 10px;
  background: var(--surface); box-shadow: 0 12px 32px -12px rgb(0 0 0 / 40%) }
details > form p { margin: 0 0 10px; font-size: 13px }
details > form button { height: auto; padding-block: 5px; line-height: 1.4; white-space: normal }
.beneath { display: flex; justify-content: center; margin-top: 8px }
.grant { margin: 18px 0 0; padding: 12px 14px; border-radius: 10px; background: var(--sunken); font-size: 13px; color: var(--text-2) }
.grant p { margin: 0; color: inherit }
footer { margin: 14px 4px 0; font-size: 12px; color: var(--text-3); text-align: center; overflow-wrap: anywhere }
code { font: 13px ui-monospace, "SF Mono", Menlo, Consolas, monospace; user-select: all }
table { width: 100%; margin-top: 14px; border-collapse: collapse; font-size: 13.5px }
th { text-align: left; font-size: 11px; font-weight: 600; color: var(--text-3); padding: 6px 8px 6px 0 }
td { border-top: 1px solid var(--line); padding: 8px 12px 8px 0; vertical-align: middle }
td:nth-child(2) { white-space: nowrap }
td:last-child { padding-right: 0; width: 1% }
.act, .row { display: flex; gap: 8px; align-items: center }
.row { align-items: flex-start; flex-wrap: wrap }
td select, td input { height: 30px; width: auto }
.row > div { flex: 1 1 160px }
@media (max-width: 700px) { thead { display: none } tr { display: block; padding: 10px 0; border-top: 1px solid var(--line) }
  td, td:last-child { display: block; width: auto; padding: 3px 0; border: 0 } td select { flex: 1 } .act { flex-wrap: wrap }
  details[open] { flex-basis: 100% } details > form { position: static; width: auto; margin-top: 8px } summary { width: max-content } }
@media (max-width: 480px) { .card { padding: 22px 18px 18px } }
@media (forced-colors: active) { .card, .notice, .grant { border: 1px solid CanvasText } }
`
