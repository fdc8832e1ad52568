// A refusal in Stripe's own words: status, type, code, param, message. Everything the API, the
// parameter checks and the money rules refuse is thrown as one of these and written by `api.ts`.

import { inspect } from "node:util";

type ErrorType = "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";

export interface ErrorBody {
  error: {
    type: ErrorType;
    message: string;
    code?: string;
    param?: string;
    doc_url?: string;
  };
}

export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  /** False when the request never began to execute: Stripe saves no idempotent answer then. */
  readonly executed: boolean;

  constructor(status: number, error: ErrorBody["error"], executed = true) {
    super(error.message);
    this.status = status;
    this.executed = executed;
    const docs = error.code === undefined ? {} : { doc_url: docUrl(error.code) };
    this.body = { error: { ...error, ...docs } };
  }
}

function docUrl(code: string): string {
  return `https://docs.stripe.com/error-codes/${code.replaceAll("_", "-")}`;
}

/** A parameter that fails validation; never saved under the idempotency key. */
export function badParam(message: string, param: string, code?: string): ApiError {
  const error = { type: "invalid_request_error", message, param } as const;
  return new ApiError(400, code === undefined ? error : { ...error, code }, false);
}

export function missingParam(param: string): ApiError {
  return badParam(`Missing required param: ${param}.`, param, "parameter_missing");
}

/** Real Stripe knows it, this stand-in does not: said aloud instead of silently ignored. */
export function notServed(what: string, param: string): ApiError {
  return badParam(`This stand-in does not serve ${what}; real Stripe does.`, param);
}

export function noSuch(kind: string, id: string, param: string, status = 404): ApiError {
  return new ApiError(
    status,
    {
      type: "invalid_request_error",
      code: "resource_missing",
      message: `No such ${kind}: '${id}'`,
      param,
    },
    false,
  );
}

/** A legal request that the object's state or the money forbids. */
export function refused(message: string, code?: string, param?: string): ApiError {
  return new ApiError(400, {
    type: "invalid_request_error",
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });
}

export function internalError(): ApiError {
  return new ApiError(500, {
    type: "api_error",
    message: "An unknown error occurred (this is the stand-in speaking).",
  });
}

/** A mistake of the stand-in itself, loud on standard error: a test's output shows it. */
export function reportMistake(error: unknown): void {
  process.stderr.write(`stand-in: ${inspect(error)}\n`);
}
