import type { EgressDecider } from '../mcp/egress-verdict';

/** The egress rules as REST answers them and the screen reads them. */
export interface EgressRecord {
  allow: string[];
  deny: string[];
  /** What is refused whatever the lists say. */
  built_in: {
    /** In CIDR notation. */
    ranges: string[];
    /** "a link-local address, where cloud platforms serve credentials" */
    what: string;
  }[];
  /** null: nobody has set any. */
  updated_at: string | null;
  updated_by: string | null;
}

export interface EgressTrialAddress {
  address: string;
  is_allowed: boolean;
  decided_by: EgressDecider;
  /** The deciding entry of the deny or allow list. */
  entry: string | null;
  /** "10.0.0.7 is denied by 10.0.0.0/8 on the deny list" */
  reason: string;
}

/** What a connection to a host would come to. Nothing was dialled. */
export interface EgressTrial {
  /** As connections would look it up: "127.1" is 127.0.0.1. */
  host: string;
  is_allowed: boolean;
  /** "127.0.0.1 is denied by 127.0.0.0/8 on the deny list." */
  sentence: string;
  /** Empty where the name alone decides, or has no address. */
  addresses: EgressTrialAddress[];
}
