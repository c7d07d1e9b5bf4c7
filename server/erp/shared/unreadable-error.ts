/** Something of an answer cannot be understood; `field` says what. While a record is translated, it is that record alone. */
export class UnreadableError extends Error {
  readonly field: string;
  constructor(field: string, options?: ErrorOptions) {
    super(`${field} cannot be understood`, options);
    this.field = field;
  }
}
