// The language of this page, as its address and the document say.
import { numbers } from './numbers.js'

export const language = (document.documentElement.lang || 'en').slice(0, 2) === 'pt' ? 'pt' : 'en'
export const write = numbers(language === 'pt' ? 'pt-BR' : 'en')
