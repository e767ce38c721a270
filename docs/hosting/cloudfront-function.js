// A CloudFront function for viewer requests. S3 behind CloudFront has no index pages, so this asks for them by name.
// <cloudfront-files>
var WITHOUT_ENDING = ["/.well-known/api-catalog"];
// </cloudfront-files>

function handler(event) {
  var request = event.request;
  if (request.uri.endsWith("/")) {
    request.uri += "index.html";
  } else if (WITHOUT_ENDING.indexOf(request.uri) < 0 && !/\.[a-z]+$/.test(request.uri.split("/").pop())) {
    // Every other file has an ending, so this is a page. One slash at the start: two would lead to another host.
    var place = "/" + request.uri.replace(/^[/\\]+/, "") + "/";
    return { statusCode: 301, statusDescription: "Moved Permanently", headers: { location: { value: place } } };
  }
  return request;
}
