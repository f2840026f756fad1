# moto in the place of AWS.
provider "aws" {
  region                      = var.region
  access_key                  = "moto"
  secret_key                  = "moto"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
