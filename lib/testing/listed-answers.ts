import { gzipSync } from 'node:zlib'

export type Fields = Record<string, unknown>

/** One body that a Lock Server, or something in between, may answer with. `end` null: it depends on the call's own fields. */
export interface ListedAnswer {
  what: string
  status: number
  /** Lines of the head, each with its end. */
  headers: string
  end: 'success' | 'refusal' | 'other' | null
  /** `right`: the fields of a right answer to the call, without `ack`. */
  body(right: Fields): Buffer
}

type Part = string | Buffer
type End = ListedAnswer['end']

const json = JSON.stringify
const whole = (right: Fields) => ({ ack: 0, msg: 'succeed', ...right })
const fine = (right: Fields) => json(whole(right))
/** The fields of a right answer as they stand between the braces. */
const inner = (right: Fields) => json(right).slice(1, -1)
/** A right answer but for its `ack`, which is written as given. */
const acked = (ack: string) => (right: Fields) =>
  `{${[`"ack":${ack},"msg":"succeed"`, inner(right)].filter(Boolean).join(',')}}`
const nest = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times)

function eachLeaf(value: unknown, change: (leaf: unknown, name: string) => unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => eachLeaf(one, change, name))
  if (typeof value !== 'object' || value === null) return change(value, name)
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, eachLeaf(field, change, key)]))
}
function eachName(value: unknown, change: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => eachName(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [change(key), eachName(field, change)]))
}
const leaves = (change: (leaf: unknown) => unknown) => (right: Fields) =>
  json({ ...whole(right), ...(eachLeaf(right, change) as Fields) })
const names = (change: (name: string) => string) => (right: Fields) =>
  json({ ack: 0, ...(eachName(right, change) as Fields) })
const text = (value: string) => leaves(() => value)
/** JSON text in the place of every field's value, such as no `stringify` writes. */
const raw = (value: string) => (right: Fields) => leaves(() => '\u0001')(right).replaceAll('"\\u0001"', value)
const info = (value: unknown) => (right: Fields) => json({ ...whole(right), info: value })
const without = (place: 'first' | 'last') => (right: Fields) => {
  const copy = structuredClone(right)
  const holder = (Array.isArray(copy.info) ? copy.info[0] : copy.info) ?? copy
  const name = Object.keys(holder as Fields).at(place === 'first' ? 0 : -1)
  if (name) delete (holder as Fields)[name]
  return json(whole(copy))
}

type Row = [what: string, body: (right: Fields) => Part, end: End, status?: number, headers?: string]

const acks: [string, End][] = [
  ['0', 'success'],
  ['0.0', 'success'],
  ['0e5', 'success'],
  ['"0"', 'success'],
  ['-0', 'other'],
  ['"00"', 'other'],
  ['"-0"', 'other'],
  ['" 0"', 'other'],
  ['"0 "', 'other'],
  ['"0x0"', 'other'],
  ['"0.0"', 'other'],
  ['""', 'other'],
  ['"zero"', 'other'],
  ['"success"', 'other'],
  ['false', 'other'],
  ['true', 'other'],
  ['null', 'other'],
  ['[]', 'other'],
  ['[0]', 'other'],
  ['{}', 'other'],
  ['{"ack":0}', 'other'],
  ['0.5', 'other'],
  ['1e400', 'other'],
  ['-1e400', 'other'],
  ['1e300', 'other'],
  ['9007199254740993', 'other'],
  ['"99999999999999999999"', 'other'],
  ['"1e3"', 'other'],
  ['"+1"', 'other'],
  ['"\u0660"', 'other'],
  ['1', 'refusal'],
  ['-1', 'refusal'],
  ['"1"', 'refusal'],
  ['"-10001"', 'refusal'],
  ['10086', 'refusal'],
  ['1e3', 'refusal'],
]

const rows: Row[] = [
  ...acks.map(([ack, end]): Row => [`ack ${ack}`, acked(ack), end]),
  ['no ack', (right) => json({ msg: 'succeed', ...right }), 'other'],
  ['ACK in capitals', (right) => json({ ACK: 0, ...right }), 'other'],
  ['ack inside info', (right) => json({ info: { ack: 0, ...right } }), 'other'],
  ['ack twice, 0 first', (right) => `{"ack":0,${acked('1')(right).slice(1)}`, 'other'],
  ['ack twice, 0 last', (right) => `{"ack":1,${acked('0')(right).slice(1)}`, 'other'],
  ['ack twice, one in escapes', (right) => `{"\\u0061ck":1,${acked('0')(right).slice(1)}`, 'other'],
  ['ack twice, both 0', (right) => `{"ack":0,${acked('0')(right).slice(1)}`, 'other'],
  ['msg twice', (right) => `{"msg":"no",${acked('0')(right).slice(1)}`, 'other'],
  ['info twice, the last empty', (right) => `${fine(right).slice(0, -1)},"info":{}}`, null],
  ['__proto__ with an ack', (right) => `{"__proto__":{"ack":0},${inner(right) || '"a":1'}}`, 'other'],
  ['msg in Chinese', (right) => json({ ...whole(right), msg: '成功' }), 'success'],
  ['no, in Chinese', () => json({ ack: 10010, msg: '系统繁忙,请稍后再试' }), 'refusal'],
  ['msg is an object', (right) => json({ ...whole(right), msg: { a: [1] } }), 'success'],
  ['msg is a number', (right) => json({ ...whole(right), msg: 7 }), 'success'],
  ['msg of 200,000 letters', () => json({ ack: 5, msg: 'x'.repeat(200_000) }), 'refusal'],
  ['msg with a script', () => json({ ack: 5, msg: '<script>alert(1)</script>' }), 'refusal'],
  ['msg with NUL and RTL', () => json({ ack: 5, msg: 'a\u0000b\u202ec\ud800' }), 'refusal'],
  ['msg that names a token', () => json({ ack: 5, msg: 'access token expired' }), 'refusal'],
  ['HTML', () => '<!doctype html><html><body>Welcome</body></html>', 'other'],
  ['HTML of a gateway that failed', () => '<html><h1>502 Bad Gateway</h1></html>', 'other', 502],
  ['XML', () => '<?xml version="1.0"?><ack>0</ack>', 'other'],
  ['plain words', () => 'OK', 'other'],
  ['a form', () => 'ack=0&msg=succeed', 'other'],
  ['JSONP', (right) => `callback(${fine(right)})`, 'other'],
  ['a guard before the JSON', (right) => `)]}',\n${fine(right)}`, 'other'],
  ['nothing', () => '', 'other'],
  ['spaces', () => '   \n', 'other'],
  ['spaces around', (right) => ` \r\n\t${fine(right)}\n`, 'success'],
  ['null', () => 'null', 'other'],
  ['0', () => '0', 'other'],
  ['"0"', () => '"0"', 'other'],
  ['true', () => 'true', 'other'],
  ['[]', () => '[]', 'other'],
  ['{}', () => '{}', 'other'],
  ['the answer in a list', (right) => `[${fine(right)}]`, 'other'],
  ['the answer as text', (right) => json(fine(right)), 'other'],
  ['two answers', (right) => fine(right) + fine(right), 'other'],
  ['a comma at the end', (right) => `${fine(right).slice(0, -1)},}`, 'other'],
  ['single quotes', (right) => fine(right).replaceAll('"', "'"), 'other'],
  ['a comment', (right) => `/* ok */${fine(right)}`, 'other'],
  ['NaN', () => '{"ack":NaN}', 'other'],
  ['half', (right) => fine(right).slice(0, fine(right).length / 2), 'other'],
  ['all but the last brace', (right) => fine(right).slice(0, -1), 'other'],
  ['one brace too many', (right) => `${fine(right)}}`, 'other'],
  ['BOM', (right) => `\ufeff${fine(right)}`, 'other'],
  ['UTF-16', (right) => Buffer.from(fine(right), 'utf16le'), 'other'],
  ['NUL at the end', (right) => `${fine(right)}\u0000`, 'other'],
  [
    'broken UTF-8',
    (right) => Buffer.concat([Buffer.from(fine(right).slice(0, -1)), Buffer.from([0xff, 0x7d])]),
    'other',
  ],
  ['zip without saying so', (right) => gzipSync(fine(right)), 'other'],
  ['gzip, said', (right) => gzipSync(fine(right)), 'other', 200, 'content-encoding: gzip\r\n'],
  ['gzip claimed of plain text', (right) => fine(right), 'other', 200, 'content-encoding: gzip\r\n'],
  ['an unknown packing', (right) => fine(right), 'other', 200, 'content-encoding: x-own\r\n'],
  ['a right answer called HTML', (right) => fine(right), 'success', 200, 'content-type: text/html\r\n'],
  ['5,000 brackets', () => '['.repeat(5_000), 'other'],
  ['info 50,000 deep', (right) => `${acked('0')(right).slice(0, -1)},"info":${nest('[', ']', 50_000)}}`, null],
  ['an unknown field 50,000 deep', (right) => `{"a":${nest('[', ']', 50_000)},${fine(right).slice(1)}`, 'success'],
  ['900,000 bytes of an unknown field', (right) => json({ ...whole(right), more: 'x'.repeat(900_000) }), 'success'],
  ['over a megabyte', (right) => json({ ...whole(right), more: 'x'.repeat(1_100_000) }), null],
  ['info null', info(null), null],
  ['info empty', info({}), null],
  ['info an empty list', info([]), null],
  ['info a list of nothing', info([null]), null],
  ['info a text', info('x'), null],
  ['info a number', info(1), null],
  ['info as text', (right) => json({ ...whole(right), info: json(right.info ?? {}) }), null],
  ['info in a list', (right) => json({ ...whole(right), info: [right.info] }), null],
  ['info in a list of lists', (right) => json({ ...whole(right), info: [[right.info]] }), null],
  ['info one level down', (right) => json({ ack: 0, data: right }), null],
  ['no info', () => json({ ack: 0, msg: 'succeed' }), null],
  ['the first field missing', without('first'), null],
  ['the last field missing', without('last'), null],
  ['names in capitals', names((name) => name.toUpperCase()), null],
  ['names with a space', names((name) => `${name} `), null],
  ['names with a BOM', names((name) => `\ufeff${name}`), null],
  ['names as of another dialect', names((name) => name.replace(/^([a-z])_/, 'x_')), null],
  ['null in every field', leaves(() => null), null],
  ['numbers as texts', leaves((leaf) => (typeof leaf === 'number' ? String(leaf) : leaf)), null],
  ['texts as numbers', leaves((leaf) => (Number.isFinite(Number(leaf)) ? Number(leaf) : 7)), null],
  ['lists in every field', leaves((leaf) => [leaf]), null],
  ['objects in every field', leaves((leaf) => ({ value: leaf })), null],
  ['false in every field', leaves(() => false), null],
  ['zero in every field', leaves(() => 0), null],
  ['-1 in every field', leaves(() => -1), null],
  ['1.5 in every field', leaves(() => 1.5), null],
  ['1e400 in every field', raw('1e400'), null],
  ['1e21 in every field', raw('1e21'), null],
  ['9007199254740993 in every field', raw('9007199254740993'), null],
  ['empty texts', text(''), null],
  ['a space', text(' '), null],
  ['../..', text('../..'), null],
  ['a line break', text('1\r\n2'), null],
  ['NUL', text('1\u0000'), null],
  ['RTL', text('\u202e12'), null],
  ['a half of a pair', text('\ud800'), null],
  ['Chinese', text('密码'), null],
  ['full-width digits', text('12'), null],
  ['a formula', text('=1+1'), null],
  ['hex', text('0x01'), null],
  ['hex of nothing', text('0x'), null],
  ['a sign', text('+1'), null],
  ['twenty nines', text('9'.repeat(20)), null],
  ['10,000 letters', text('x'.repeat(10_000)), null],
  ['"undefined"', text('undefined'), null],
  ['"null"', text('null'), null],
  ...[201, 202, 204, 206, 300, 304, 404, 409, 418, 429, 500, 503].map(
    (status): Row => [
      `a right answer under ${status}`,
      status === 204 || status === 304 ? () => '' : fine,
      'other',
      status,
    ],
  ),
  ...[301, 302, 307, 308].map(
    (status): Row => [`a redirect ${status}`, fine, 'other', status, 'location: /elsewhere\r\n'],
  ),
  ...[401, 403].map((status): Row => [`a right answer under ${status}`, fine, 'refusal', status]),
  ['no, under 400', () => json({ ack: 9 }), 'refusal', 400],
  ['no, under 500', () => json({ ack: 9 }), 'other', 500],
  ['HTML under 401', () => '<html>', 'refusal', 401],
]

export const listedAnswers: ListedAnswer[] = rows.map(([what, body, end, status = 200, headers = '']) => ({
  what,
  status,
  headers,
  end,
  body: (right) => Buffer.from(body(right) as string),
}))
