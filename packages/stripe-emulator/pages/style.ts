/** One sheet for all pages of the emulator; no file comes from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--side:#f6f7fb;--fg:#1a1f36;--muted:#596171;--line:#d8dde6;--field:#fff;--accent:#4f46e5;--bad:#b4232c;--good:#116b43;--warn:#8a5a00;--card:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#12141c;--side:#181b26;--fg:#eef0f6;--muted:#a5adbd;--line:#343a4b;--field:#1c2030;--accent:#8b8cf8;--bad:#ff8a8a;--good:#6fdba6;--warn:#f0c36a;--card:#181b26}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1,h2{letter-spacing:-.01em;margin:0}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.banner{background:#fff3d6;color:#5b4300;text-align:center;padding:6px 16px;font-size:13px}
.pay{display:grid;grid-template-columns:1fr 1fr;min-height:calc(100dvh - 32px)}
.pay>*{padding:48px 24px;display:flex;justify-content:center}
.pay .what{background:var(--side)}.pay .inner{width:100%;max-width:400px}
.total{font-size:34px;font-weight:650;letter-spacing:-.02em;margin:4px 0 24px}
.lines{list-style:none;margin:0;padding:0}.lines li{display:flex;justify-content:space-between;gap:16px;padding:10px 0;border-top:1px solid var(--line)}
.muted{color:var(--muted)}.small{font-size:13px}
form{display:grid;gap:14px}
label{display:block;font-size:13px;font-weight:550;margin-bottom:4px}
input,select{width:100%;height:42px;padding:0 12px;border:1px solid var(--line);border-radius:8px;background:var(--field);color:var(--fg);font:inherit;font-size:16px}
input[aria-invalid=true]{border-color:var(--bad)}
.row{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.error{color:var(--bad);font-size:13px;margin:4px 0 0}
fieldset{border:0;padding:0;margin:0}.methods{display:flex;gap:10px}.methods label{flex:1;display:flex;gap:8px;align-items:center;border:1px solid var(--line);border-radius:8px;padding:10px 12px;margin:0;cursor:pointer}.methods input{width:auto;height:auto;margin:0;accent-color:var(--accent)}
button{font:inherit;cursor:pointer}
.SubmitButton{position:relative;height:46px;border:0;border-radius:8px;background:#4338ca;color:#fff;font-weight:600}
.SubmitButton--processing{opacity:.75;pointer-events:none}
.SubmitButton-Shimmer{display:none}
.cards{margin-top:28px;border-top:1px solid var(--line);padding-top:16px}
.cards code{white-space:nowrap}.cards td{padding:2px 12px 2px 0;vertical-align:top}
dialog{border:1px solid var(--line);border-radius:12px;padding:0;width:min(480px,94vw);background:var(--card);color:var(--fg)}
iframe{border:0;width:100%;height:260px;display:block}
.page{max-width:1100px;margin:0 auto;padding:24px 16px 64px;display:grid;gap:24px}
.panel{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden;min-width:0}
.panel h2{font-size:15px;padding:12px 16px;border-bottom:1px solid var(--line)}
.scroll{overflow-x:auto}
table.list{border-collapse:collapse;width:100%;font-size:13px}.list th,.list td{text-align:left;padding:8px 16px;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}.list th{color:var(--muted);font-weight:550}
.list td.actions{white-space:normal;min-width:220px}
.actions form,.actions{display:inline-flex;gap:6px;flex-wrap:wrap}
.actions button,.plain{height:28px;padding:0 10px;border:1px solid var(--line);border-radius:6px;background:transparent;color:var(--fg);font-size:12px}
.tag{display:inline-block;border-radius:99px;padding:0 8px;font-size:12px;border:1px solid currentColor}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.empty{padding:24px 16px;color:var(--muted)}
pre{margin:0;padding:16px;overflow:auto;font-size:12px;max-height:420px}
.top{display:flex;gap:12px;flex-wrap:wrap;align-items:center;justify-content:space-between}
@media(max-width:760px){.pay{grid-template-columns:1fr}.pay>*{padding:28px 16px}}
@media(prefers-reduced-motion:no-preference){.SubmitButton--processing::after{content:"";position:absolute;right:16px;top:15px;width:16px;height:16px;border:2px solid #fff8;border-top-color:#fff;border-radius:50%;animation:turn .8s linear infinite}}
@keyframes turn{to{transform:rotate(1turn)}}
`;
