import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digitsOfFloat32, fillTemplate, numbers, thinSpaces } from '../../app/instruments/kit/numbers.js'

const en = numbers('en')
const pt = numbers('pt-BR')
const THIN = '\u202f'

test('thousands stand apart by a thin space, decimals by point or comma, minus is a true one', () => {
  assert.equal(en.count(61706), `61${THIN}706`)
  assert.equal(pt.count(11689512), `11${THIN}689${THIN}512`)
  assert.equal(en.number(-0.42518), '−0.425')
  assert.equal(pt.number(-0.42518), '−0,425')
  assert.equal(pt.fixed(-1.666), '−1,67')
})

test('three significant digits, no more for whole numbers, powers of ten outside the readable', () => {
  assert.deepEqual(
    [0.1, 1, 12.345, 1234.5, 0, -0].map(v => en.number(v)),
    ['0.100', '1', '12.3', `1${THIN}230`, '0', '0'],
  )
  assert.equal(en.number(7.2e10), '7.20·10¹⁰')
  assert.equal(pt.number(-4.5678e-5), '−4,57·10⁻⁵')
  assert.equal(en.number(9.999e6), '1.00·10⁷') // rounding carries into the power
  assert.equal(en.short(0.5), '0.5')
})

test('what is no number is said as what it is', () => {
  assert.deepEqual(
    [NaN, Infinity, -Infinity].map(v => en.number(v)),
    ['NaN', '∞', '−∞'],
  )
  assert.equal(en.percent(NaN), 'NaN')
  assert.equal(en.exactly(NaN), 'NaN')
})

test('nothing is −0.00', () => {
  assert.equal(en.fixed(-0.001), '0.00')
  assert.equal(en.percent(-1e-9), '0.0')
})

test('exactly names one float32 and no other', () => {
  for (const v of [0.1, 1 / 3, 0.33628023, -2.5, 16777217, 3.4e38, 1.17549435e-38].map(Math.fround)) {
    const digits = digitsOfFloat32(v)
    assert.equal(Math.fround(Number(v.toPrecision(digits))), v)
    assert.ok(digits <= 9)
    if (digits > 1) assert.notEqual(Math.fround(Number(v.toPrecision(digits - 1))), v)
  }
  assert.equal(en.exactly(Math.fround(0.1)), '0.1')
})

test('exponentials have figures wherever they go', () => {
  assert.equal(en.exponential(1), '2.72')
  assert.equal(en.exponential(1000), '2.0·10⁴³⁴') // e¹⁰⁰⁰ = 1.970071114… · 10⁴³⁴
  assert.equal(pt.exponential(23.21), '1,2·10¹⁰')
  assert.deepEqual([en.exponential(-1000), en.exponential(NaN), en.exponential(Infinity)], ['0', 'NaN', '∞'])
})

test('sentences of the server get thin thousands, and keep their decimals', () => {
  assert.equal(thinSpaces('1.28 million, 1,000 classes, 60,000.5', 'en'), `1.28 million, 1${THIN}000 classes, 60${THIN}000.5`)
  assert.equal(thinSpaces('1,28 milhão, 1.000 classes', 'pt'), `1,28 milhão, 1${THIN}000 classes`)
})

test('fill puts values in and leaves unknown names to be seen', () => {
  assert.equal(fillTemplate('{n} of {m}', { n: 0 }), '0 of {m}')
})
