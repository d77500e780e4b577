# Varnish: an article in two versions, and who may read which.
vcl 4.1;

backend site { .host = "127.0.0.1"; .port = "3000"; .first_byte_timeout = 5s; }

sub vcl_recv {
  if (req.restarts == 0) {
    unset req.http.X-Plenigo-Access;
    unset req.http.X-Address;
    if (req.url ~ "^/article/" && req.method ~ "^(GET|HEAD)$") {
      set req.http.X-Address = req.url;
      set req.url = "/edge" + req.url;
    }
  }
  if (!req.http.X-Plenigo-Access) { return (pass); }
  unset req.http.Cookie;
  unset req.http.Authorization;
  return (hash);
}

sub vcl_hash {
  hash_data(req.http.X-Plenigo-Access);
}

sub vcl_backend_response {
  if (beresp.status >= 500 && bereq.is_bgfetch) { return (abandon); }
  set beresp.grace = 7d;
}

sub vcl_deliver {
  if (req.http.X-Address) {
    set req.url = req.http.X-Address;
    unset req.http.X-Address;
    if (resp.status == 204 && resp.http.X-Plenigo-Access == "whole") {
      set req.http.X-Plenigo-Access = "whole A-LONG-RANDOM-STRING";
    } else if (resp.status != 403) {
      set req.http.X-Plenigo-Access = "teaser";
    }
    return (restart);
  }
  if (req.http.X-Plenigo-Access) { set resp.http.Cache-Control = "private, no-store"; }
}
