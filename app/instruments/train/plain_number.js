// A learning rate or a decay in plain figures: 0.0003, never a power of ten.
import { language } from '../kit/language.js'

const format = new Intl.NumberFormat(language === 'pt' ? 'pt-BR' : 'en', { maximumSignificantDigits: 3 })
export const plainNumber = v => format.format(v)
