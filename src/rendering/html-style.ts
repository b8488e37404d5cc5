/*
 * The style of the HTML form: sheets on a screen, one column on a phone, A4 on paper. Above 200 lines because it is one style sheet.
 *
 * A page is laid out as a table whose footer group browsers repeat on every sheet it flows over.
 */
export const STYLE = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:#e9e9e4;color:#111;font-family:FORM_FONT,"Times New Roman",Tinos,"Liberation Serif","Noto Serif","DejaVu Serif",serif;font-size:11.5pt;line-height:1.3}
p,h1,h2,h3,h4,ol,ul,figure{margin:0;padding:0}
.page{display:table;table-layout:fixed;position:relative;width:210mm;height:297mm;margin:8mm auto;padding:12mm 15mm 10mm;background:#fff;box-shadow:0 1px 6px #0005;border-spacing:0}
.body{display:table-row-group}
.foot{display:table-footer-group;break-inside:avoid}
.line{display:table-row}
.cell{display:table-cell;vertical-align:top}
.body>.line{height:100%}
.foot>.line>.cell{position:relative}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.banner{display:flex;flex-wrap:wrap;justify-content:center;gap:1mm 4mm;margin-bottom:4mm;text-align:center}
.banner p{padding:.6mm 4mm;border:1.6pt solid;font-weight:700;font-size:15pt;letter-spacing:.04em}
.banner .invalid{color:#a30000;font-size:22pt}
.banner .draft,.banner .unchecked{color:#444}
.banner .indeterminate{color:#7a4a00}
.banner .digitised{color:#1d3f72}
.water{position:absolute;left:0;right:0;bottom:60mm;height:190mm;overflow:hidden;display:flex;flex-direction:column;align-items:center;justify-content:center;pointer-events:none;opacity:.09}
.water>div{transform:rotate(-36deg);text-align:center;font-weight:700;font-size:33pt;line-height:1.4;color:#000;white-space:nowrap}
.water>div>div{height:1.4em}
.water .invalid{color:#b00000;font-size:62pt}
.authority{text-align:center;font-weight:700;font-size:14pt;margin-top:12mm}
h1{text-align:center;font-size:40pt;line-height:1.3;letter-spacing:.04em}
h1 small{display:block;font-size:28pt;letter-spacing:.06em}
h2{text-align:center;font-size:16pt;margin:2mm 0 4mm;text-transform:none}
h3{font-size:11.5pt;margin:2.2mm 0 1mm;break-after:avoid}
h4{font-size:11pt;font-style:italic;margin:1.6mm 0 .8mm;break-after:avoid}
.center{text-align:center}
.note{font-size:10pt;font-style:italic}
.warning{font-size:13pt;font-weight:700}
.s1{height:10mm}.s2{height:26mm}.s3{height:36mm}
.fields{margin:.8mm 0}
.row{display:flex;flex-wrap:wrap;gap:0 4mm;break-inside:avoid-page}
.field{display:flex;flex-wrap:wrap;flex:1 1 0;min-width:0;padding:.6mm 0}
.field>.name{flex:none;max-width:100%;padding-right:1.6mm}
.field>.value{flex:1 1 0;min-width:0;min-height:1.35em;border-bottom:1px dotted #555}
.field>.small{flex:1 0 100%;font-size:9.5pt;font-style:italic}
.field.title>.name{font-weight:700}
.field.flowing{display:block}
.field.flowing>.value{border-bottom:0}
.field.bare{flex:0 0 auto;min-width:0}
.cover{max-width:150mm;margin:0 auto;font-size:14pt}
.cover .field{padding:1.6mm 0}
.v,.absent,.value,td,th{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
.absent{font-style:italic}
.b{font-weight:700}
table{width:100%;border-collapse:collapse;table-layout:fixed;margin:.6mm 0 1.6mm}
th,td{border:.6pt solid #222;padding:.35mm 1.3mm;vertical-align:middle;font-weight:400;font-size:10.5pt;line-height:1.2;text-align:left}
thead{display:table-header-group}
table.keep{break-inside:avoid-page}
tbody,tbody tr:first-child{break-before:avoid-page}
thead th{font-weight:700;text-align:center;font-size:10pt}
thead th[colspan]{text-align:left}
tr{break-inside:avoid-page}
tr.tall{break-inside:auto}
td{height:1.58em}
.mid{text-align:center}
ol{padding-left:6mm}
ol>li{margin:2.4mm 0}
ul{padding-left:6mm;list-style:disc}
.signs{display:flex;gap:4mm;margin-top:2mm;break-inside:avoid;text-align:center}
.sign{flex:1 1 0;min-width:0}
.sign.alone{flex:0 1 50%;margin-left:auto}
.day{display:flex;justify-content:flex-end;margin-top:2.5mm;font-style:italic;break-after:avoid}
.day span.where{width:50%;text-align:center}
.day+.signs{margin-top:.6mm}
.sign .title{font-weight:700}
.sign .how{font-style:italic;font-size:10.5pt}
.sign .state{display:inline-block;max-width:100%;margin:1mm auto;padding:.6mm 2mm;border:.6pt solid #555;font-size:8pt;line-height:1.2;overflow-wrap:anywhere}
.sign .state.failed{border-width:1.6pt;color:#a30000;font-weight:700}
.sign .who{min-height:1.4em;overflow-wrap:anywhere}
.sign .room{height:2mm}
.pictures{position:relative;height:36mm;width:64mm;margin:0 auto}
.pictures img{position:absolute;object-fit:contain}
.pictures .signature{left:24mm;top:8mm;width:39mm;height:20mm}
.pictures .seal{left:1mm;top:0;width:36mm;height:36mm}
.strip{display:flex;gap:3mm;margin-top:3mm;padding-top:1mm;border-top:.8pt solid #222;font-family:FORM_FONT,"Times New Roman",Tinos,"Liberation Serif","Noto Serif","DejaVu Serif",serif;font-size:7pt;line-height:1.18}
.strip img{flex:none;width:24mm;height:24mm}
.strip .says{flex:1 1 0;min-width:0;overflow-wrap:anywhere}
.strip .verdict{font-weight:700;font-size:8.5pt}
.failed .verdict,.verdict.failed{color:#a30000}
.verdict.open{color:#7a4a00}
.verdict.passed{color:#0b5a22}
@media screen and (max-width:820px){
body{font-size:11.5pt;background:#fff}
.page{display:block;overflow:hidden;width:auto;height:auto;margin:0 0 6mm;padding:5mm 4mm;box-shadow:none;border-bottom:3px double #777}
.body,.foot,.line,.cell{display:block}
.body>.line{height:auto}
.water{bottom:40mm;height:110mm}
.water>div{font-size:18pt}
.water .invalid{font-size:34pt}
h1{font-size:28pt}h1 small{font-size:20pt}
.s2{height:10mm}.s3{height:8mm}
.row{flex-direction:column}
.field{min-width:0}
th,td{padding:.6mm .8mm;font-size:10.5pt}
thead th{font-size:9.5pt}
.signs{flex-direction:column}
.sign.alone{margin-left:0}
.day span.where{width:100%}
.strip{flex-direction:column;font-size:8.5pt}
}
@page{size:A4 portrait;margin:10mm 14mm 9mm}
@media print{
body{background:#fff}
.page{width:auto;height:276mm;margin:0;padding:0;box-shadow:none;break-after:page}
.page:last-child{break-after:auto}
}
`;

/** The style with the widths of a form's columns as classes: `style` attributes are closed by the page's own policy. */
export function styleOf(percents: ReadonlySet<number>, fontFaces: string): string {
  const family = fontFaces === '' ? '' : '"HBS Form",';
  const widths = [...percents].sort((a, b) => a - b).map((one) => `.${widthClass(one)}{width:${one}%}`);
  return `${fontFaces}${STYLE.replaceAll('FORM_FONT,', family)}${widths.join('')}`.trim();
}

/** Class of a width in percent, in tenths. */
export function widthClass(percent: number): string {
  return `w${Math.round(percent * 10)}`;
}
