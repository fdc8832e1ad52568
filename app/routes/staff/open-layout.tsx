// The doors of the staff's realm that are open before anybody has signed in.
import { Outlet } from "react-router";

export default function Layout() {
  return <Outlet />;
}
