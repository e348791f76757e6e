import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  colours,
  coloursOfCodes,
  css,
  inkOn,
  LAST,
  oklab,
  scaleIndex,
  reach,
  scale,
  STOPS,
  ZERO,
} from '../../app/instruments/kit/colour.js'

const hex = packed => `#${[0, 8, 16].map(by => ((packed >>> by) & 255).toString(16).padStart(2, '0')).join('')}`
const close = (a, b, by) => a.forEach((v, i) => assert.ok(Math.abs(v - b[i]) < by, `${a} against ${b}`))

test('OKLab is that of its paper', () => {
  // values of red, green, blue and white as published with CSS Color 4
  close(oklab('#ffffff'), [1, 0, 0], 1e-3)
  close(oklab('#ff0000'), [0.62796, 0.22486, 0.12585], 1e-3)
  close(oklab('#00ff00'), [0.86644, -0.23389, 0.1795], 1e-3)
  close(oklab('#0000ff'), [0.45201, -0.03246, -0.31153], 1e-3)
})

for (const theme of ['light', 'dark']) {
  test(`${theme}: the five stops of each arm are met, zero is in the middle, lightness never turns`, () => {
    const table = colours(theme)
    assert.equal(table.length, LAST + 2)
    const { positive, negative } = STOPS[theme]
    for (let stop = 0; stop < 5; stop++) {
      // 255 entries and 4 steps do not divide: the nearest entry is within one byte
      const at = Math.round((stop / 4) * ZERO)
      close(oklab(hex(table[ZERO + at])), oklab(positive[stop]), 0.006)
      close(oklab(hex(table[ZERO - at])), oklab(negative[stop]), 0.006)
    }
    assert.deepEqual([hex(table[0]), hex(table[ZERO]), hex(table[LAST])], [negative[4], positive[0], positive[4]])
    const way = theme === 'light' ? -1 : 1
    for (let i = 1; i <= ZERO; i++)
      for (const arm of [1, -1]) {
        const step = oklab(hex(table[ZERO + arm * i]))[0] - oklab(hex(table[ZERO + arm * (i - 1)]))[0]
        assert.ok(step * way > -2e-3, `lightness turns at ${arm * i}`)
      }
  })

  test(`${theme}: a number on any colour of the scale is read at 4.5 : 1`, () => {
    const luminance = c => {
      // WCAG 2.1, written out
      const f = [1, 3, 5]
        .map(i => parseInt(c.slice(i, i + 2), 16) / 255)
        .map(v => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]
    }
    for (let i = 0; i <= LAST; i++) {
      const [a, b] = [luminance(hex(colours(theme)[i])), luminance(inkOn(theme, i))].sort((x, y) => y - x)
      assert.ok((a + 0.05) / (b + 0.05) >= 4.5, `entry ${i}`)
    }
  })
}

test('a value has its place: zero in the middle, ends at the ends, beyond them too', () => {
  assert.deepEqual(
    [0, 2, -2, 1, 99, -99].map(v => scaleIndex(v, 2)),
    [ZERO, LAST, 0, ZERO + 128, LAST, 0],
  )
  assert.deepEqual([scaleIndex(3, 0), scaleIndex(NaN, 1), scaleIndex(Infinity, 1), scaleIndex(-Infinity, 1)], [ZERO, LAST + 1, LAST, 0])
})

test('codes are coloured by their values', () => {
  const table = colours('light')
  const styles = coloursOfCodes(table, -1, 2 / 255, 1)
  assert.deepEqual([styles[0], styles[255]], [table[0], table[LAST]])
  assert.equal(css('light', ZERO), 'rgb(244 243 238)')
})

test('the layer decides whether there is a negative half, the scope where the scale ends', () => {
  const layers = [
    [0, 9],
    [-3, 2],
    [NaN, Infinity],
  ]
  const of = scope => scale({ scope, layer: [-3, 2], layers, channel: [0, 1] })
  assert.deepEqual(of('channel'), { end: 1, signed: true })
  assert.deepEqual(of('layer'), { end: 3, signed: true })
  assert.deepEqual(of('network'), { end: 9, signed: true })
  assert.deepEqual(scale({ scope: 'channel', layer: [0, 2], layers, channel: null }), { end: null, signed: false })
  assert.equal(reach(NaN, -4), 4)
})
