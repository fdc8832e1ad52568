// Pages for everyone. The loader is there so that middleware runs for data requests as well.
import { Outlet } from "react-router";

export function loader() {
  return null;
}

export default function PublicLayout() {
  return <Outlet />;
}
