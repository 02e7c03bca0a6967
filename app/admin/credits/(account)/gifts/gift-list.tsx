import { Gift as GiftIcon } from "lucide-react";
import { Amount } from "@/components/credits/amount";
import { Badge, type Tone } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import { type Gift, giftUrlOf } from "@/lib/gifts/gift";
import { TakeBackForm } from "./take-back-form";

const STATES: Record<Gift["state"], { readonly text: string; readonly tone: Tone }> = {
  open: { text: "Not claimed yet", tone: "accent" },
  claimed: { text: "Claimed", tone: "positive" },
  taken_back: { text: "Taken back", tone: "neutral" },
  expired: { text: "Expired", tone: "neutral" },
};

interface Props {
  readonly gifts: readonly Gift[];
  readonly appUrl: string;
}

/** The gifts that the reader made, newest first. */
export function GiftList({ gifts, appUrl }: Props) {
  if (gifts.length === 0) {
    return (
      <EmptyState icon={GiftIcon} title="No gifts yet">
        Links that you create are listed here until and after they are claimed.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Gifts">
      <thead>
        <tr>
          <Th>Made</Th>
          <Th className="text-right">Credits</Th>
          <Th>State</Th>
          <Th>Link works until</Th>
          <Th>
            <span className="sr-only">What can be done</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {gifts.map((gift) => (
          <GiftRow key={gift.id} gift={gift} url={giftUrlOf(gift, appUrl)} />
        ))}
      </tbody>
    </Table>
  );
}

function GiftRow({ gift, url }: { readonly gift: Gift; readonly url: string | null }) {
  const { text, tone } = STATES[gift.state];
  return (
    <Tr>
      <Td place="second" className="text-muted-foreground">
        <Timestamp at={gift.createdAt} />
      </Td>
      <Td place="first" className="font-medium @2xl:text-right">
        <Amount amount={gift.credits} />
        <span className="@2xl:hidden"> credits</span>
      </Td>
      <Td place="first-right">
        <Badge tone={tone}>{text}</Badge>
      </Td>
      <Td place="dropped" className="text-muted-foreground">
        <Timestamp at={gift.expiresAt} />
      </Td>
      <Td place="last">
        {gift.state === "open" && (
          <div className="flex items-center gap-1 @2xl:justify-end">
            {url && <CopyButton text={url} label="Copy the link of this gift" />}
            <TakeBackForm id={gift.id} credits={gift.credits} />
          </div>
        )}
      </Td>
    </Tr>
  );
}
