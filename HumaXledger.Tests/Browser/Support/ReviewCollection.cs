namespace HumaXledger.Tests.Browser.Support;

/// <summary>Tests that share one <see cref="OrganizationInReview"/> and run one after the other.</summary>
[CollectionDefinition(nameof(ReviewCollection))]
public sealed class ReviewCollection : ICollectionFixture<OrganizationInReview>;
