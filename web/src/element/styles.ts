/** Colours follow the page's `color-scheme`. Whatever a page sets on a part or a custom property comes before this. */
const css = `
:host{
--_accent:var(--partway-accent,light-dark(#0b6e63,#4fc2b0));--_on-accent:var(--partway-on-accent,light-dark(#fff,#06201c));
--_ground:var(--partway-ground,light-dark(#fff,#1a2120));--_ink:var(--partway-ink,light-dark(#1b2422,#e4eae8));
--_quiet:var(--partway-quiet,light-dark(#5a6764,#9daba7));--_line:var(--partway-line,light-dark(#d5dbd8,#303a38));
--_border:var(--partway-border,light-dark(#7d8985,#6c7975));--_tint:var(--partway-tint,light-dark(#e3f0ed,#1d3a35));
--_bad:var(--partway-bad,light-dark(#a3241b,#ff9c91));--_warn:var(--partway-warn,light-dark(#7a4d00,#f2c46d));
--_radius:var(--partway-radius,10px);--_gap:var(--partway-gap,.75rem);
display:block;font:var(--partway-font,inherit);line-height:1.4;color:var(--_ink)}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
[part=base]{display:grid;grid-template-columns:minmax(0,1fr);gap:var(--_gap)}
.unseen,[part=input]{position:absolute;inline-size:1px;block-size:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[part~=dropzone]{position:relative;display:grid;place-items:center;gap:.15rem;padding:1.6rem 1rem;border:2px dashed var(--_border);border-radius:var(--_radius);background:var(--_ground);text-align:center;cursor:pointer}
[part~=dropzone]:hover,[part~=dragging]{border-color:var(--_accent);background:var(--_tint)}
[part~=disabled]{opacity:.5;pointer-events:none}
[part=label]{font-weight:600}
[part=hint],[part=facts],[part=summary]{color:var(--_quiet);font-size:.875em}
:focus-visible,[part~=dropzone]:focus-within{outline:2px solid var(--_accent);outline-offset:2px}
[part=list]{max-block-size:var(--partway-list-height,32rem);overflow:auto;border:1px solid var(--_line);border-radius:var(--_radius);background:var(--_ground);padding-inline:1rem}
[part~=row],[part=overall]{display:grid;grid-template-columns:minmax(8rem,1fr) auto;align-items:center;gap:.25rem 1rem;padding-block:var(--_gap)}
[part=overall]{padding:var(--_gap) 1rem;border:1px solid var(--_line);border-radius:var(--_radius);background:var(--_ground)}
[part~=row]{border-block-start:1px solid var(--_line)}
[part=list]>:first-child>:first-child{border:0}
[part=name]{overflow-wrap:anywhere;font-weight:600}
[part=name],[part=message]{justify-self:start}
[part=buttons]{display:flex;flex-wrap:wrap;justify-content:end;gap:.5rem}
[part~=bar],[part=total],[part=facts],[part=message]{grid-column:1/-1}
[part=facts],[part=summary]{display:flex;flex-wrap:wrap;gap:0 .9em;font-variant-numeric:tabular-nums}
[part~=bar],[part=total]{block-size:var(--partway-bar-height,.5rem);border-radius:99px;background:var(--_line);overflow:hidden}
[part=fill]{block-size:100%;inline-size:0;border-radius:inherit;background:var(--_accent);transition:inline-size .1s linear}
[part=verified]{color:var(--_accent);font-weight:600}
[part~=unverified]{color:var(--_warn)}
[part=message],[part=notice]{overflow-wrap:anywhere;font-size:.875em}
[part~=failed] [part=phase],[part~=failed] [part=message],[part=faults]{color:var(--_bad)}
[part=notice]{padding:.6rem 1rem;border:1px solid var(--_bad);border-radius:var(--_radius);background:var(--_ground);color:var(--_bad);white-space:pre-line}
button{min-block-size:2.25rem;padding:.2rem .9rem;border:1px solid var(--_border);border-radius:calc(var(--_radius)*.7);background:var(--_ground);color:inherit;font:inherit;font-size:.875em;cursor:pointer}
button:hover{border-color:var(--_accent)}
[part=start]{border-color:var(--_accent);background:var(--_accent);color:var(--_on-accent);font-weight:600}
@media(max-width:30rem){[part~=row],[part=overall]{grid-template-columns:minmax(0,1fr)}[part=buttons]{order:1;justify-content:start}}
@media(prefers-reduced-motion:reduce){[part=fill]{transition:none}}
@media(forced-colors:active){[part=fill]{background:Highlight;forced-color-adjust:none}[part~=bar],[part=total]{border:1px solid}}
`;

/** For one shadow root: no style attribute and no style element, which a CSP may forbid. */
export function makeStyles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
