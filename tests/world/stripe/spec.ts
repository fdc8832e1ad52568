// What a parameter may be. A spec reads one form value and returns it typed, or throws the error
// Stripe would send. Objects refuse names they do not list: a typing mistake must not pass here
// and fail in production.

import { badParam, missingParam, notServed } from "./api-error.ts";
import type { FormTree, FormValue } from "./form-body.ts";
import type { Closed, Metadata } from "./wire.ts";

export interface Spec<T> {
  read(value: FormValue, param: string): T;
  readonly needed?: boolean;
}

export type Read<S> = S extends Spec<infer T> ? T : never;
type Fields = Record<string, Spec<unknown>>;
type NeededKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly needed: true } ? K : never;
}[keyof F];
export type ReadAll<F extends Fields> = { [K in NeededKeys<F>]: Read<F[K]> } & {
  [K in Exclude<keyof F, NeededKeys<F>>]?: Read<F[K]>;
};

function scalar(value: FormValue, param: string): string {
  if (typeof value !== "string") throw badParam(`Invalid string: ${param} is a hash`, param);
  return value;
}

export function text(maxLength = 5000): Spec<string> {
  return {
    read(value, param) {
      const read = scalar(value, param);
      if (read === "") {
        throw badParam(
          `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
          param,
          "parameter_invalid_empty",
        );
      }
      if (read.length > maxLength) {
        throw badParam(`Invalid string: ${read.slice(0, 20)}…; must be at most ${maxLength} characters`, param);
      }
      return read;
    },
  };
}

export function url(): Spec<string> {
  return {
    read(value, param) {
      const read = text().read(value, param);
      // `{CHECKOUT_SESSION_ID}` is legal in a return address and URL parses it as it stands.
      if (!/^https?:\/\//.test(read) || !URL.canParse(read)) {
        throw badParam("Not a valid URL. URLs must begin with http or https.", param, "url_invalid");
      }
      return read;
    },
  };
}

export function integer(minimum = Number.MIN_SAFE_INTEGER, maximum = 99_999_999_999): Spec<number> {
  return {
    read(value, param) {
      const read = scalar(value, param);
      const code = "parameter_invalid_integer";
      if (!/^-?\d{1,15}$/.test(read)) throw badParam(`Invalid integer: ${read}`, param, code);
      const number = Number(read);
      if (number < minimum) {
        const message = `This value must be greater than or equal to ${minimum}.`;
        throw badParam(message, param, code);
      }
      if (number > maximum) {
        throw badParam(`This value must be less than or equal to ${maximum}.`, param, code);
      }
      return number;
    },
  };
}

export function flag(): Spec<boolean> {
  return {
    read(value, param) {
      if (value !== "true" && value !== "false") {
        throw badParam(`Invalid boolean: ${scalar(value, param)}`, param);
      }
      return value === "true";
    },
  };
}

/** The keys must be exactly the union's members: a table that lags behind the SDK fails in tsc. */
export function oneOf<U extends string>(members: Record<Closed<U>, true>): Spec<Closed<U>> {
  const names = Object.keys(members);
  return {
    read(value, param) {
      const read = scalar(value, param);
      if (!names.includes(read)) {
        const list = names.length > 12 ? `${names.slice(0, 12).join(", ")}, …` : names.join(", ");
        throw badParam(`Invalid ${param}: must be one of ${list}`, param);
      }
      return read as Closed<U>;
    },
  };
}

/** Some members of a long union: the ones served. The others are real, and refused as such. */
export function someOf<U extends string>(members: readonly Closed<U>[]): Spec<Closed<U>> {
  return {
    read(value, param) {
      const read = scalar(value, param);
      const found = members.find((member) => member === read);
      if (found === undefined) {
        throw badParam(`Invalid ${param}: must be one of ${members.join(", ")} (in this stand-in)`, param);
      }
      return found;
    },
  };
}

export function list<T>(item: Spec<T>, maximum = 100): Spec<T[]> {
  return {
    read(value, param) {
      if (typeof value === "string") throw badParam("Invalid array", param);
      const keys = Object.keys(value);
      if (keys.some((key) => !/^\d+$/.test(key))) throw badParam("Invalid array", param);
      if (keys.length > maximum) {
        throw badParam(`Array can contain at most ${maximum} items`, param);
      }
      return keys
        .toSorted((a, b) => Number(a) - Number(b))
        .map((key) => item.read(value[key] ?? "", `${param}[${key}]`));
    },
  };
}

export function metadata(): Spec<Metadata> {
  return {
    read(value, param) {
      if (value === "") return {};
      if (typeof value === "string") throw badParam("Invalid hash", param);
      const entries = Object.entries(value);
      if (entries.length > 50) throw badParam("Metadata can have at most 50 keys", param);
      const read: Metadata = {};
      for (const [key, raw] of entries) {
        const word = scalar(raw, `${param}[${key}]`);
        if (key.length > 40) {
          const message = `Metadata keys must be under 40 characters long: ${key}`;
          throw badParam(message, `${param}[${key}]`);
        }
        if (word.length > 500) {
          const message = `Metadata values must be under 500 characters long: ${key}`;
          throw badParam(message, `${param}[${key}]`);
        }
        // An empty value unsets the key, as in Stripe.
        if (word !== "") read[key] = word;
      }
      return read;
    },
  };
}

export function object<F extends Fields>(fields: F): Spec<ReadAll<F>> {
  return {
    read(value, param) {
      if (typeof value === "string") throw badParam("Invalid hash", param);
      return readParams(value, fields, param);
    },
  };
}

/** A moment, or a range of moments (`created[gte]`). */
export function range(): Spec<{ gt?: number; gte?: number; lt?: number; lte?: number }> {
  const bounds = object({ gt: integer(0), gte: integer(0), lt: integer(0), lte: integer(0) });
  return {
    read(value, param) {
      if (typeof value !== "string") return bounds.read(value, param);
      const moment = integer(0).read(value, param);
      return { gte: moment, lte: moment };
    },
  };
}

/** A parameter of the real API that this stand-in refuses rather than ignores. */
export function unserved(): Spec<never> {
  return {
    read(_value, param) {
      throw notServed(`the parameter ${param}`, param);
    },
  };
}

export function needed<T>(spec: Spec<T>): Spec<T> & { readonly needed: true } {
  return { ...spec, needed: true };
}

export function readParams<F extends Fields>(tree: FormTree, fields: F, under = ""): ReadAll<F> {
  const nameOf = (key: string) => (under === "" ? key : `${under}[${key}]`);
  const strangers = Object.keys(tree).filter((key) => !Object.hasOwn(fields, key));
  const [stranger] = strangers;
  if (stranger !== undefined) {
    const names = strangers.map(nameOf).join(", ");
    const message = `Received unknown parameter${strangers.length > 1 ? "s" : ""}: ${names}`;
    throw badParam(message, nameOf(stranger), "parameter_unknown");
  }
  const read: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(fields)) {
    const value = tree[key];
    if (value !== undefined) read[key] = spec.read(value, nameOf(key));
    else if (spec.needed) throw missingParam(nameOf(key));
  }
  return read as ReadAll<F>;
}
