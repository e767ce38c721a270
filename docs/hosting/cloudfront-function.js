// A CloudFront function for viewer requests: S3 behind CloudFront knows no index pages, so ask for them by name.
function handler(event) {
  var request = event.request;
  if (request.uri.endsWith("/")) {
    request.uri += "index.html";
  } else if (request.uri !== "/.well-known/api-catalog" && !/\.[a-z]+$/.test(request.uri.split("/").pop())) {
    // Every other file has an ending, so this is a page. One slash at the start: two would lead to another host.
    var place = "/" + request.uri.replace(/^[/\\]+/, "") + "/";
    return { statusCode: 301, statusDescription: "Moved Permanently", headers: { location: { value: place } } };
  }
  return request;
}
