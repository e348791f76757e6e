// Numbers as a language writes them: thin-space thousands, a true minus, a comma for decimals in Portuguese.

const THIN = '\u202f'
const MINUS = '−'
/** @type {Record<string, string>} */
const SUPERSCRIPTS = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' }
/** @param {number} n */
const superscript = n => [...String(n)].map(c => SUPERSCRIPTS[c]).join('')

/**
 * A value that is no number is said as what it is, never as a made-up figure.
 * @param {number} v
 */
const nonFiniteText = v => (Number.isNaN(v) ? 'NaN' : v > 0 ? '∞' : `${MINUS}∞`)

/**
 * The fewest decimal digits that still name this one float32, 9 at most.
 * @param {number} v
 */
export function digitsOfFloat32(v) {
  for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(v.toPrecision(digits))) === v) return digits
  return 9
}

/**
 * How a language writes numbers.
 * @param {string} language as Intl names it
 */
export function numbers(language) {
  /** @param {Intl.NumberFormatOptions} options */
  const formatter = options => {
    const format = new Intl.NumberFormat(language, options)
    /** @type {Partial<Record<Intl.NumberFormatPartTypes, () => string>>} */
    const part = { group: () => THIN, minusSign: () => MINUS }
    /** @param {number} v */
    const write = v =>
      format
        .formatToParts(v)
        .map(p => part[p.type]?.() ?? p.value)
        .join('')
    /** @param {number} v */
    return v => (Number.isFinite(v) ? write(v === 0 ? 0 : v) : nonFiniteText(v)) // −0 is 0
  }
  /** @param {number} n */
  const decimals = n => formatter({ minimumFractionDigits: n, maximumFractionDigits: n })
  /** @type {Map<string, (v: number) => string>} */
  const cache = new Map()
  /**
   * @param {number} least
   * @param {number} most
   * @returns {(v: number) => string}
   */
  function significant(least, most) {
    const key = `${least} ${most}`
    const write = cache.get(key) ?? formatter({ minimumSignificantDigits: least, maximumSignificantDigits: most })
    cache.set(key, write)
    return write
  }
  /**
   * @param {number} v
   * @param {number} least
   * @param {number} most
   * @returns {string}
   */
  function written(v, least, most) {
    const size = Math.abs(v)
    if (!Number.isFinite(v) || v === 0 || (size >= 1e-3 && size < 1e6)) return significant(Number.isInteger(v) ? 1 : least, most)(v)
    let exponent = Math.floor(Math.log10(size))
    let mantissa = v / 10 ** exponent
    if (Math.abs(Number(mantissa.toPrecision(most))) >= 10) {
      exponent++
      mantissa /= 10
    }
    return `${significant(least, most)(mantissa)}·10${superscript(exponent)}`
  }
  /**
   * exp(x) in figures, two of them where it is large, also where it is larger than any number a computer has.
   * @param {number} x
   * @returns {string}
   */
  function exponential(x) {
    if (x < 13) return written(Math.exp(x), 3, 3) // below a million
    const tens = x / Math.LN10
    const whole = Math.floor(tens)
    return Number.isFinite(x) ? `${significant(2, 2)(10 ** (tens - whole))}·10${superscript(whole)}` : written(x, 3, 3)
  }
  const fixed = Array.from({ length: 10 }, (_, n) => decimals(n))
  return {
    /** @param {number} v */
    number: (v, n = 3) => written(v, n, n), // three significant digits, powers of ten outside 0.001 ... 1 000 000
    /** @param {number} v */
    short: (v, n = 3) => written(v, 1, n), // the same without zeros at the end
    /** @param {number} v */
    exactly: v => written(v, 1, Number.isFinite(v) ? digitsOfFloat32(v) : 3), // all the digits a float32 has
    exponential,
    count: formatter({ maximumFractionDigits: 0 }),
    /** @param {number} v */
    fixed: (v, n = 2) => fixed[n](Math.abs(v) < 0.5 * 10 ** -n ? 0 : v), // never −0.00
    /** @param {number} v */
    percent: v => fixed[1](Math.abs(v) < 0.0005 ? 0 : 100 * v),
  }
}

/**
 * A sentence of the server, its thousands apart by a thin space as everywhere on the page.
 * @param {string} text
 * @param {string} language
 */
export const thinSpaces = (text, language) =>
  text.replace(language === 'pt' ? /(\d)\.(?=\d{3}(?!\d))/g : /(\d),(?=\d{3}(?!\d))/g, `$1${THIN}`)

/**
 * `{name}` in a sentence, from values; a name nobody gave stays visible.
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
export const fillTemplate = (text, values) => String(text).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
