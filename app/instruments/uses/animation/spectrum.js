// How much of a picture lies in which fineness of detail: the power spectrum, averaged over all directions. A network that enlarges its maps
// leaves traces at the fine end (Durall, Keuper and Keuper, CVPR 2020; Frank et al., ICML 2020). Pure.

/**
 * The Fourier transform of n numbers, n a power of two, in their place (Cooley and Tukey 1965).
 * @param {Float64Array} real
 * @param {Float64Array} imaginary
 */
export function fourier(real, imaginary) {
  const n = real.length
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[real[i], real[j]] = [real[j], real[i]]
      ;[imaginary[i], imaginary[j]] = [imaginary[j], imaginary[i]]
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2
    for (let k = 0; k < half; k++) {
      const [c, s] = [Math.cos((-2 * Math.PI * k) / size), Math.sin((-2 * Math.PI * k) / size)]
      for (let i = k; i < n; i += size) {
        const [re, im] = [c * real[i + half] - s * imaginary[i + half], c * imaginary[i + half] + s * real[i + half]]
        real[i + half] = real[i] - re
        imaginary[i + half] = imaginary[i] - im
        real[i] += re
        imaginary[i] += im
      }
    }
  }
}

/**
 * |F|² of a square grey picture.
 * @param {ArrayLike<number>} grey n × n, row by row, n a power of two
 * @param {number} n
 * @returns {Float64Array} n × n, the constant first
 */
export function power(grey, n) {
  const [re, im] = [Float64Array.from(grey), new Float64Array(n * n)]
  const line = (start, step) => {
    const [a, b] = [new Float64Array(n), new Float64Array(n)]
    for (let i = 0; i < n; i++) [a[i], b[i]] = [re[start + i * step], im[start + i * step]]
    fourier(a, b)
    for (let i = 0; i < n; i++) [re[start + i * step], im[start + i * step]] = [a[i], b[i]]
  }
  for (let i = 0; i < n; i++) line(i * n, 1)
  for (let i = 0; i < n; i++) line(i, n)
  return re.map((v, i) => v * v + im[i] * im[i])
}

/**
 * The mean power at each fineness of detail, in waves over the picture's side, 1 … n/2, under a window that lets no edge of the frame count
 * as detail (Hann).
 * @param {ArrayLike<number>} grey n × n
 * @param {number} n
 * @returns {number[]} decibels against the coarsest, one for each whole number of waves from 1 to n/2
 */
export function spectrum(grey, n) {
  const values = Float64Array.from(grey)
  const mean = values.reduce((sum, v) => sum + v, 0) / (n * n)
  const hann = i => Math.sin((Math.PI * (i + 0.5)) / n) ** 2
  const windowed = values.map((v, i) => (v - mean) * hann(i % n) * hann(Math.floor(i / n)))
  const found = power(windowed, n)
  const [sums, counts] = [new Float64Array(n / 2 + 1), new Float64Array(n / 2 + 1)]
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      const waves = Math.round(Math.hypot(Math.min(row, n - row), Math.min(column, n - column)))
      if (waves < 1 || waves > n / 2) continue
      sums[waves] += found[row * n + column]
      counts[waves] += 1
    }
  const level = waves => 10 * Math.log10(Math.max(sums[waves] / counts[waves], 1e-12))
  return Array.from({ length: n / 2 }, (_, i) => level(i + 1) - level(1))
}

/**
 * A picture of half the size made large again as a transposed convolution of stride 2 and three weights does: zeros between the values, then
 * the weights over them. Even places meet one weight, odd ones two: where learning does not make both count alike, a fine grid stays
 * (Odena, Dumoulin and Olah, Distill 2016). Here they differ by 8 %.
 * @param {Float64Array} grey n × n
 * @param {number} n even
 * @returns {Float64Array} n × n
 */
export function upsampled(grey, n) {
  const half = n / 2
  const small = Float64Array.from({ length: half * half }, (_, i) => {
    const at = 2 * (Math.floor(i / half) * n + (i % half))
    return (grey[at] + grey[at + 1] + grey[at + n] + grey[at + n + 1]) / 4
  })
  const spread = new Float64Array(n * n)
  small.forEach((v, i) => (spread[2 * (Math.floor(i / half) * n + (i % half))] = v))
  return across(across(spread, n, n, 1), n, 1, n)
}

const KERNEL = [0.54 / 1.04, 1 / 1.04, 0.54 / 1.04] // even places count 0.96, odd ones 1.04: flat areas keep their mean

function across(values, n, row, column) {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const at = i * row + j * column
      for (let k = -1; k <= 1; k++) out[at] += KERNEL[k + 1] * values[i * row + Math.min(Math.max(j - k, 0), n - 1) * column]
    }
  return out
}
