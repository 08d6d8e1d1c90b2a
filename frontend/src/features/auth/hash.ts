import { useEffect, useState } from "react";

const read = () => decodeURIComponent(location.hash.slice(1));

/** The secret behind the `#` of a mail's link; it is taken out of the address at once. */
export function useHash(): string {
  const [secret, setSecret] = useState(read);
  useEffect(() => {
    const take = () => {
      if (location.hash === "") return;
      setSecret(read());
      history.replaceState(history.state, "", location.pathname + location.search);
    };
    take();
    // Another mail's link, opened in this same tab.
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return secret;
}
