import type { ArithmeticBinary, ArithmeticExpression, ArithmeticUnary } from 'unbash'
import { Unreadable } from '../unreadable.js'

/** The value of `$((…))`, in whole numbers as a shell counts; `textOf` tells what a word in it expands to. */
export function arithmetic(expression: ArithmeticExpression, textOf: (word: string) => string): number {
  const value = (part: ArithmeticExpression): number => arithmetic(part, textOf)
  switch (expression.type) {
    case 'ArithmeticGroup':
      return value(expression.expression)
    case 'ArithmeticWord':
      return numberOf(textOf(expression.value))
    case 'ArithmeticUnary':
      return unary(expression, value(expression.operand))
    case 'ArithmeticBinary':
      return whole(binary(expression, value(expression.left), value(expression.right)))
    default:
      throw new Unreadable('only + - * / % of whole numbers are read in $((…))')
  }
}

/** A decimal number; to a shell one with a leading zero is octal, which nobody means. */
export function numberOf(text: string): number {
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text)
  throw new Unreadable(`“${text}” is no whole number`)
}

/** Beyond these a shell and JavaScript count differently. */
function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value
  throw new Unreadable('a sum with more than 15 digits')
}

function unary({ operator, prefix }: ArithmeticUnary, value: number): number {
  if (prefix && operator === '-') return -value
  if (prefix && operator === '+') return value
  throw new Unreadable(`the operator ${operator} is not read in $((…))`)
}

function binary({ operator }: ArithmeticBinary, left: number, right: number): number {
  if ((operator === '/' || operator === '%') && right === 0) throw new Unreadable('a division by 0')
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return Math.trunc(left / right)
    case '%':
      return left % right
    default:
      throw new Unreadable(`the operator ${operator} is not read in $((…))`)
  }
}
