using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Http;

namespace HumaXledger.Tests.Portal.Access;

/// <summary>What a request says about its sender.</summary>
public sealed class VisitTests
{
    [Theory]
    [InlineData("GET", "text/html", "", true)]
    [InlineData("GET", "text/html", "hx-density=dense", true)]
    [InlineData("GET", "text/html", "hx-reload=1", false)]
    [InlineData("GET", "*/*", "", false)]
    [InlineData("POST", "text/html", "hx-reload=1", true)]
    [InlineData("POST", "*/*", "", false, "/_blazor/disconnect")]
    public void Request_OfAPageThatLoadsItselfAgain_IsNotByHand(
        string method,
        string accept,
        string cookie,
        bool byHand,
        string path = "/"
    )
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Path = path;
        request.Headers.Accept = accept;
        request.Headers.Cookie = cookie;
        request.ContentType = method == "POST" ? "application/x-www-form-urlencoded" : null;

        Assert.Equal(byHand, Visit.IsByHand(request));
    }
}
