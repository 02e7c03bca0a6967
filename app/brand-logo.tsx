import { Logo } from "@/components/logo";
import { database } from "@/lib/runtime/database";
import { readSetting } from "@/lib/settings/settings";

/** The shop's logo and name, as the settings say. */
export async function BrandLogo() {
  return <Logo brand={await readSetting(database().read, "brand")} />;
}
