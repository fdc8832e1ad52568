// How a borrower and the ways to reach one are kept: sealed for reading, blind for finding. Everybody who writes or
// looks up a person goes through here, so that a look-up finds what an import wrote.
import type { Vault } from "#app/platform/crypto.server.ts";
import { nameKey, type IdType } from "./person.ts";

export type ContactChannel = "sms" | "email";

export interface BorrowerSecrets {
  readonly idNumber: string;
  readonly fullName: string;
  readonly birthDate: string | undefined;
}

export interface SealedBorrower {
  readonly idNumberEnc: Buffer<ArrayBuffer>;
  readonly fullNameEnc: Buffer<ArrayBuffer>;
  readonly birthDateEnc: Buffer<ArrayBuffer> | undefined;
}

const place = (column: string, rowId: string) => ({ table: "borrower", column, rowId });
const contactPlace = (rowId: string) => ({ table: "contact_point", column: "value_enc", rowId });

export function sealBorrower(
  vault: Vault,
  borrowerId: string,
  { idNumber, fullName, birthDate }: BorrowerSecrets,
): SealedBorrower {
  return {
    idNumberEnc: vault.seal(idNumber, place("id_number_enc", borrowerId)),
    fullNameEnc: vault.seal(fullName, place("full_name_enc", borrowerId)),
    birthDateEnc: birthDate === undefined ? undefined : vault.seal(birthDate, place("birth_date_enc", borrowerId)),
  };
}

export function openIdNumber(
  vault: Vault,
  { id, idNumberEnc }: { readonly id: string; readonly idNumberEnc: Uint8Array },
): string {
  return vault.open(idNumberEnc, place("id_number_enc", id));
}

export function openFullName(
  vault: Vault,
  { id, fullNameEnc }: { readonly id: string; readonly fullNameEnc: Uint8Array },
): string {
  return vault.open(fullNameEnc, place("full_name_enc", id));
}

export function openBirthDate(
  vault: Vault,
  { id, birthDateEnc }: { readonly id: string; readonly birthDateEnc: Uint8Array },
): string {
  return vault.open(birthDateEnc, place("birth_date_enc", id));
}

/** The value is E.164 or a small-letter e-mail address, as person.ts reads it. */
export function sealContact(vault: Vault, contactPointId: string, value: string): Buffer<ArrayBuffer> {
  return vault.seal(value, contactPlace(contactPointId));
}

export function openContact(
  vault: Vault,
  { id, valueEnc }: { readonly id: string; readonly valueEnc: Uint8Array },
): string {
  return vault.open(valueEnc, contactPlace(id));
}

/** A person is told by type and number of the ID. */
export function blindId(vault: Vault, idType: IdType, idNumber: string): Buffer<ArrayBuffer> {
  return vault.blind("id", `${idType}|${idNumber}`);
}

export function blindName(vault: Vault, fullName: string): Buffer<ArrayBuffer> {
  return vault.blind("name", nameKey(fullName));
}

export function blindContact(vault: Vault, channel: ContactChannel, value: string): Buffer<ArrayBuffer> {
  return vault.blind(channel, value);
}
