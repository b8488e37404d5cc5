import type { Json } from './field-codec.js';
import type { ApprovalStatus, RecallStatus } from './service-description.js';

/** A packet as it arrived; never changed, so that the same packet sent again gets the same answer. */
export interface StoredMessage {
  readonly maDonVi: string;
  readonly messageId: string;
  readonly service: 'submit' | 'recall';
  readonly content: string;
  /** SHA-256 of the content, hex. */
  readonly contentSha256: string;
  readonly namHoc: number;
  /** ISO instant. */
  readonly receivedAt: string;
  /** Whether it has been looked at: every record of it then has a row, or waits for the authority. */
  readonly isProcessed: boolean;
}

/** What became of one record of a packet. */
export interface StoredRow {
  readonly maDonVi: string;
  readonly messageId: string;
  readonly maTraCuu: string;
  readonly maHocSinh: string;
  readonly tenHocSinh: string;
  readonly soCccd: string;
  readonly status: ApprovalStatus | RecallStatus | 'undecided';
  readonly error: string;
  readonly errorField: string;
}

/** A record the gateway holds. */
export interface StoredRecord {
  readonly maTraCuu: string;
  readonly maDonVi: string;
  readonly messageId: string;
  /** Pupil, school year and school in one text: who may have one record only. */
  readonly subject: string;
  readonly state: 'undecided' | 'approved' | 'refused' | 'recalled';
  /** Reported to the next authority, which then has to agree to a recall. */
  readonly isReported: boolean;
  /** Whose answer to a recall is waited for. */
  readonly recallWaitsFor: 'so' | 'bo' | null;
}

export interface StoredCertificate {
  readonly maDonVi: string;
  readonly messageId: string;
  readonly serialNumber: string;
  readonly values: Json;
  /** SHA-256 of the certificate, hex, once somebody has approved it. */
  readonly fingerprint: string | null;
  readonly status: ApprovalStatus | 'undecided';
  readonly error: string;
}

/** What waits for a decision of people: certificates, records that passed all checks, recalls. */
export interface Worklist {
  readonly certificates: readonly StoredCertificate[];
  readonly records: readonly StoredRow[];
  /** `waitsFor`: whose answer is next. */
  readonly recalls: readonly (StoredRow & { readonly waitsFor: 'so' | 'bo' })[];
}

/**
 * Where a gateway keeps its books. The `add` methods must be atomic (a unique key of a data base): of two that add the same one gets `false`.
 */
export interface GatewayStore {
  addMessage(message: StoredMessage): Promise<boolean>;
  message(maDonVi: string, messageId: string): Promise<StoredMessage | null>;
  /** Oldest first. */
  pendingMessages(limit: number): Promise<readonly StoredMessage[]>;
  /** Writes rows and records of a packet and marks it processed, all or nothing. */
  finishMessage(message: StoredMessage, rows: readonly StoredRow[], records: readonly StoredRecord[]): Promise<void>;
  rows(maDonVi: string, messageId: string): Promise<readonly StoredRow[]>;
  /** Writes over rows and records that are there, all or nothing. */
  update(rows: readonly StoredRow[], records: readonly StoredRecord[]): Promise<void>;
  record(maTraCuu: string): Promise<StoredRecord | null>;
  recordsOf(subject: string): Promise<readonly StoredRecord[]>;
  /** The row that waits for a decision on a record, of a submission or a recall. */
  openRow(maTraCuu: string, service: 'submit' | 'recall'): Promise<StoredRow | null>;
  /** What waits for a decision of people. */
  worklist(): Promise<Worklist>;
  addCertificate(certificate: StoredCertificate): Promise<boolean>;
  saveCertificate(certificate: StoredCertificate): Promise<void>;
  certificate(maDonVi: string, messageId: string): Promise<StoredCertificate | null>;
  certificates(maDonVi: string): Promise<readonly StoredCertificate[]>;
}

/** Books in memory, for rehearsals: what is in them is gone with the program. */
export function memoryGatewayStore(): GatewayStore {
  const messages = new Map<string, StoredMessage>();
  const pending = new Map<string, StoredMessage>();
  const rows = new Map<string, Map<string, StoredRow>>();
  const records = new Map<string, StoredRecord>();
  const subjects = new Map<string, Set<string>>();
  const open = new Map<string, StoredRow>();
  const certificates = new Map<string, StoredCertificate>();
  const key = (maDonVi: string, messageId: string) => JSON.stringify([maDonVi, messageId]);
  const putRows = (list: readonly StoredRow[]): void => {
    for (const row of list) {
      const packet = key(row.maDonVi, row.messageId);
      const own = rows.get(packet) ?? new Map<string, StoredRow>();
      own.set(row.maTraCuu, row);
      rows.set(packet, own);
      const service = messages.get(packet)?.service ?? 'submit';
      const waits = row.status === 'undecided' || row.status === 'waiting';
      if (waits) open.set(`${service} ${row.maTraCuu}`, row);
      else {
        // Only the row that waits is ended by its decision: another unit may have used the same ids.
        const waiting = open.get(`${service} ${row.maTraCuu}`);
        if (waiting?.messageId === row.messageId && waiting.maDonVi === row.maDonVi)
          open.delete(`${service} ${row.maTraCuu}`);
      }
    }
  };
  const putRecords = (list: readonly StoredRecord[]): void => {
    for (const record of list) {
      records.set(record.maTraCuu, record);
      const own = subjects.get(record.subject) ?? new Set<string>();
      subjects.set(record.subject, own.add(record.maTraCuu));
    }
  };
  return {
    addMessage: async (message) => {
      const packet = key(message.maDonVi, message.messageId);
      if (messages.has(packet)) return false;
      messages.set(packet, message);
      pending.set(packet, message);
      return true;
    },
    message: async (maDonVi, messageId) => messages.get(key(maDonVi, messageId)) ?? null,
    pendingMessages: async (limit) => [...pending.values()].slice(0, limit),
    finishMessage: async (message, list, kept) => {
      const packet = key(message.maDonVi, message.messageId);
      putRows(list);
      putRecords(kept);
      messages.set(packet, { ...message, isProcessed: true });
      pending.delete(packet);
    },
    rows: async (maDonVi, messageId) => [...(rows.get(key(maDonVi, messageId))?.values() ?? [])],
    update: async (list, kept) => {
      putRows(list);
      putRecords(kept);
    },
    record: async (maTraCuu) => records.get(maTraCuu) ?? null,
    recordsOf: async (subject) => [...(subjects.get(subject) ?? [])].map((maTraCuu) => records.get(maTraCuu)!),
    openRow: async (maTraCuu, service) => open.get(`${service} ${maTraCuu}`) ?? null,
    worklist: async () => ({
      certificates: [...certificates.values()].filter(({ status }) => status === 'undecided'),
      records: [...open.values()].filter(({ status }) => status === 'undecided'),
      recalls: [...open.values()]
        .filter(({ status }) => status === 'waiting')
        .map((row) => ({ ...row, waitsFor: records.get(row.maTraCuu)?.recallWaitsFor ?? 'so' })),
    }),
    addCertificate: async (certificate) => {
      const packet = key(certificate.maDonVi, certificate.messageId);
      if (certificates.has(packet)) return false;
      certificates.set(packet, certificate);
      return true;
    },
    saveCertificate: async (certificate) => {
      certificates.set(key(certificate.maDonVi, certificate.messageId), certificate);
    },
    certificate: async (maDonVi, messageId) => certificates.get(key(maDonVi, messageId)) ?? null,
    certificates: async (maDonVi) => [...certificates.values()].filter((one) => one.maDonVi === maDonVi),
  };
}
