export { cleanLine, cleanText } from '../koji/clean.js'
